import ContextModel
import Stages
import TestSupport
import Testing

@Suite struct ChunkKeyTests {
    private func keys(
        _ messages: [Message], overlap: Int = 0, settings: ContentDigest = plainSettings
    ) throws -> [ContentDigest] {
        let limits = try ChunkerLimits(.fixed, size: 2, maximumTokens: 4_000, overlap: overlap)
        var layout = ChunkLayout(limits, settings: settings)
        layout.follow(messages)
        return layout.chunks.map(\.key)
    }

    @Test func `the same content has the same key, wherever it stands`() throws {
        let found = try keys(history("U: a / A: b / U: c / A: d / U: a / A: b"))
        #expect(found[0] == found[2])
        #expect(found[0] != found[1])
    }

    @Test func `what comes before is part of the key as far as the overlap goes`() throws {
        let one = try keys(history("U: a / A: b / U: c / A: d"), overlap: 1)
        let other = try keys(history("U: x / A: b / U: c / A: d"), overlap: 1)
        let third = try keys(history("U: a / A: x / U: c / A: d"), overlap: 1)
        #expect(one[1] == other[1])
        #expect(one[1] != third[1])
    }

    @Test func `an overlap is not taken for a message of the chunk`() throws {
        let limits = try ChunkerLimits(.fixed, size: 1, maximumTokens: 4_000, overlap: 1)
        var layout = ChunkLayout(limits, settings: plainSettings)
        layout.follow(history("U: a / A: b"))
        let whole = try keys(history("U: a / A: b"))
        #expect(layout.chunks[1].key != whole[0])
    }

    @Test func `settings that shape a summary are part of the key`() throws {
        let messages = history("U: a / A: b")
        let other = ContentDigest(1, 2, 3, 5)
        #expect(try keys(messages) != keys(messages, settings: other))
    }

    @Test func `every field of a message is part of the key`() throws {
        let plain = history("U: a / A: b")
        var variants = [plain, plain, plain, plain]
        variants[1][0].name = "Ann"
        variants[2][0].role = .assistant
        variants[3][0].wire.content = .parts
        let found = try variants.map { try keys($0) }
        #expect(Set(found).count == variants.count)
    }

    @Test func `texts that are equal only by the rules of accents are other content`() throws {
        let composed = history("U: caf\u{E9} / A: b")
        let decomposed = history("U: cafe\u{301} / A: b")
        #expect(composed == decomposed)
        var layout = try ChunkLayout(.fixed)
        layout.follow(composed)
        let before = layout.chunks[0].key
        #expect(layout.follow(decomposed).messagesRead == 1)
        #expect(layout.chunks[0].key != before)
    }
}
