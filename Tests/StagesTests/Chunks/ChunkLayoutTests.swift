import ContextModel
import Stages
import StrictJSON
import TestSupport
import Testing

@Suite struct ChunkLayoutTests {
    private func talk(_ count: Int) -> [Message] {
        (0..<count).map { Message($0.isMultiple(of: 2) ? .user : .assistant, "message \($0)") }
    }

    @Test func `an empty history has no chunks`() throws {
        var layout = try ChunkLayout(.fixed)
        layout.follow([])
        #expect(layout.chunks.isEmpty)
    }

    @Test func `a fixed chunk has at most as many messages as said`() throws {
        var layout = try ChunkLayout(.fixed)
        layout.follow(talk(20))
        #expect(layout.ranges == [0..<8, 8..<16, 16..<20])
        #expect(layout.chunks.map(\.slot) == [0, 1, 2])
        #expect(layout.chunks.map(\.isSealed) == [true, true, false])
        #expect(layout.sealedCount == 2)
    }

    @Test func `a chunk has at most as many tokens as said, and their sum is told`() throws {
        var layout = try ChunkLayout(.fixed, maximumTokens: 24)
        layout.follow(history("U: 123456789 / A: 123456789 / U: 1234 / A: 12345"))
        #expect(layout.ranges == [0..<2, 2..<4])
        #expect(layout.chunks.map(\.tokens.value) == [20, 11])
    }

    @Test func `calls and their results are never parted`() throws {
        var layout = try ChunkLayout(.fixed, size: 3)
        layout.follow(history("U: a / A: b / A: look#1 / T#1: c / A: d / U: e"))
        #expect(layout.ranges == [0..<2, 2..<5, 5..<6])
    }

    @Test func `an atom above the bounds is a chunk of its own`() throws {
        var layout = try ChunkLayout(.fixed, size: 2)
        layout.follow(history("U: a / A: look#1 go#2 / T#1: b / T#2: c / U: d / A: e"))
        #expect(layout.ranges == [0..<1, 1..<4, 4..<6])
    }

    @Test func `system messages at the front belong to no chunk, later ones do`() throws {
        var layout = try ChunkLayout(.fixed)
        layout.follow(history("S: rules / S: more / U: a / S: note / A: b"))
        #expect(layout.ranges == [2..<5])
    }

    @Test func `a pinned message belongs to no chunk, nor does what cannot be parted from it`()
        throws
    {
        var layout = try ChunkLayout(.fixed)
        let messages = history("U: a / A: b / A: look#1 / T#1: c / U: d / A: e")
        layout.follow(messages, pins: [3])
        #expect(layout.ranges == [0..<2, 4..<6])
        layout.follow(messages, pins: [])
        #expect(layout.ranges == [0..<6])
        layout.follow(messages, pins: [0, 5])
        #expect(layout.ranges == [1..<5])
    }

    @Test func `the overlap is the messages before the chunk, as many as there are`() throws {
        var layout = try ChunkLayout(.fixed, size: 2, overlap: 3)
        layout.follow(talk(6))
        #expect(layout.chunks.map(\.overlap) == [0..<0, 0..<2, 1..<4])
    }

    @Test func `pictures are seen, in a tool's result too`() throws {
        let picture = ContentPart.image(ImagePart(source: .string("p")))
        var messages = talk(6)
        messages[1].parts.append(picture)
        messages[4].parts = [.toolResult(ToolResult(callID: nil, content: [picture]))]
        var layout = try ChunkLayout(.fixed, size: 2)
        layout.follow(messages)
        #expect(layout.ranges == [0..<2, 2..<3, 3..<5, 5..<6])
        #expect(layout.chunks.map(\.containsImages) == [true, false, true, false])
    }

    @Test func `a picture counts towards the tokens at which a chunk ends`() throws {
        var messages = talk(6)
        let cost = { (index: Int) in
            TokenCount(
                messages[index].parts.contains { if case .image = $0 { true } else { false } }
                    ? 85 : 1)
        }
        var layout = try ChunkLayout(.fixed, size: 6, maximumTokens: 87)
        layout.update(to: messages, hasher: PlainTestHasher(), tokens: cost)
        #expect(layout.ranges == [0..<6])
        messages[3].parts.append(.image(ImagePart(source: .string("p"))))
        layout.update(to: messages, hasher: PlainTestHasher(), tokens: cost)
        #expect(layout.ranges == [0..<3, 3..<6])
        #expect(layout.chunks.map(\.tokens) == [TokenCount(3), TokenCount(87)])
    }

    @Test func `a slice is counted from its own first message`() throws {
        let messages = talk(20)
        var layout = try ChunkLayout(.fixed)
        var asked: [Int] = []
        layout.update(to: messages[4..<14], hasher: PlainTestHasher()) {
            asked.append($0)
            return TokenCount(1)
        }
        #expect(layout.ranges == [0..<8, 8..<10])
        #expect(asked == Array(0..<10))
    }

    @Test(arguments: [
        ([0, 1, 0, 0], "the chunks' size is 0; give 1 or more"),
        ([1, -1, 0, 0], "the chunks' maximumTokens is -1; give 1 or more"),
        ([1, 1, -1, 0], "the chunks' overlap is -1; give 0 or more"),
        ([1, 1, 0, 101], "the chunks' mergesBelowPercent is 101; give 0 to 100"),
    ])
    func `limits out of range are refused with the range`(values: [Int], message: String) throws {
        let error = #expect(throws: ChunkingError.self) {
            try ChunkerLimits(
                .fixed, size: values[0], maximumTokens: values[1], overlap: values[2],
                refinements: .init(mergesBelowPercent: values[3]))
        }
        #expect(error?.description == message)
    }
}
