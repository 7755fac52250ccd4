import ContextModel
import Stages
import TestSupport
import Testing

@Suite struct AdaptiveChunkerTests {
    private func ranges(
        _ messages: [Message], size: Int = 8, refinements: ChunkerLimits.Refinements = .init()
    ) throws -> [Range<Int>] {
        let limits = try ChunkerLimits(
            .adaptive, size: size, maximumTokens: 4_000, overlap: 0, refinements: refinements)
        var layout = ChunkLayout(limits, settings: plainSettings)
        layout.follow(messages)
        return layout.ranges
    }

    /// Messages of one speaker about some subjects, a number of messages each.
    private func speech(_ subjects: [(String, Int)]) -> [Message] {
        subjects.flatMap { subject, count in
            (0..<count).map {
                Message(.assistant, "\(subject)alpha \(subject)beta \(subject)gamma \($0)")
            }
        }
    }

    @Test func `a chunk ends where the subject changes`() throws {
        #expect(
            try ranges(speech([("rail", 5), ("bread", 6), ("music", 5)])) == [
                0..<5, 5..<11, 11..<16,
            ])
    }

    @Test func `scripts without spaces have subjects, too`() throws {
        let subjects = ["火車票價格查詢", "麵包烘焙食譜方法"]
        let messages = subjects.flatMap { text in (0..<5).map { _ in Message(.assistant, text) } }
        #expect(try ranges(messages) == [0..<5, 5..<10])
    }

    @Test func `a chunk ends before a person speaks after tools`() throws {
        let messages = history(
            """
            U: please fix the login / A: look#1 / T#1: file listing / A: repaired the login / \
            U: please translate the menus / A: look#2 / T#2: menu strings / \
            A: translated the menu strings / U: thanks
            """)
        #expect(try ranges(messages) == [0..<4, 4..<8, 8..<9])
    }

    @Test func `where nothing changes the bounds cut`() throws {
        #expect(try ranges(speech([("rail", 20)])).map(\.count).max() == 8)
    }

    @Test func `small chunks merge with the next if asked to`() throws {
        let messages = speech([("rail", 4), ("bread", 4), ("music", 4), ("chess", 4)])
        #expect(try ranges(messages).map(\.count) == [4, 4, 4, 4])
        let merged = try ranges(messages, refinements: .init(mergesBelowPercent: 60))
        #expect(merged.map(\.count) == [8, 8])
    }

    @Test func `dense chunks are smaller if asked to`() throws {
        let prose = (0..<8).map { _ in
            Message(.user, String(repeating: "plain words here ", count: 20))
        }
        let code = (0..<8).map { _ in
            Message(.user, String(repeating: "A[9]+=X7({3}); ", count: 20))
        }
        func count(_ messages: [Message], _ weighs: Bool) throws -> Int {
            let limits = try ChunkerLimits(
                .fixed, size: 8, maximumTokens: 2_800, overlap: 0,
                refinements: .init(weighsDensity: weighs))
            var layout = ChunkLayout(limits, settings: plainSettings)
            layout.follow(messages)
            return layout.chunks.count
        }
        #expect(try count(prose, false) == 1)
        #expect(try count(code, false) == 1)
        #expect(try count(prose, true) == 1)
        #expect(try count(code, true) == 2)
    }
}
