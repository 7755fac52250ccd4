import BoundaryChecks
import ContextModel
import Stages
import TestSupport
import Testing

/// The chunker whose rule was learned from joined conversations.
@Suite struct LearnedChunkerTests {
    /// The shipped corpora, in the working copy the tests were built from.
    private static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        let root = parts.prefix { $0 != "Tests" }
        return root.joined(separator: "/") + "/Corpora/"
    }()

    /// Joins of odd-numbered conversations, which nothing was learned from.
    private func joined(_ corpus: String) throws -> [JoinedConversation] {
        let corpus = try NumberedConversations(
            path: Self.folder + corpus + "/conversations.jsonl")
        return JoinedConversation.draw(10, of: corpus.odd, seed: 7)
    }

    @Test(arguments: [8, 16])
    func `learned boundaries agree with known ones better than others`(size: Int) throws {
        let corpora = [
            "coding-agent", "long-dialogue", "multilingual", "support-chat", "vision",
        ]
        let joined = try corpora.flatMap(joined)
        #expect(joined.count == 50)
        func misjudged(_ method: ChunkerLimits.Method) throws -> Double {
            try BoundaryAgreement(method, size: size, on: joined, hasher: QuickHasher()).pk
        }
        let learned = try misjudged(.learned)
        #expect(try learned < misjudged(.adaptive))
        #expect(try learned < misjudged(.fixed))
    }

    @Test func `joins are where stretches of whole tool episodes meet`() throws {
        for joined in try joined("support-chat") {
            #expect(joined.joins.count == 9)
            let starts = MessageAtoms(joined.messages).ranges.map(\.lowerBound)
            for join in joined.joins {
                #expect(starts.contains(join))
                #expect(joined.messages[join].role == .user)
            }
        }
    }

    @Test func `a chunk ends before a person asks for something else`() throws {
        let messages = history(
            """
            U: please fix the login / A: look#1 / T#1: login form listing / A: repaired the login / \
            U: please translate menus into Danish / A: go#2 / T#2: menu strings / \
            A: translated the menu strings / U: thanks
            """)
        var layout = try ChunkLayout(.learned, size: 6)
        layout.follow(messages)
        #expect(layout.ranges.contains { $0.lowerBound == 4 })
    }

    @Test func `features are whole numbers of the messages around`() {
        let talk = ["rail ticket", "rail ticket", "bread baking", "bread baking"]
        let gaps = GapFeatures.all(in: talk.map { Message(.user, $0) })
        #expect(gaps.map(\.gap) == [1, 2, 3])
        #expect(gaps.map { $0.features[.nextDistance] } == [0, 1_000, 0])
        #expect(gaps.map { $0.features[.newWords] } == [0, 1_000, 0])
        #expect(gaps.map { $0.features[.people] } == [1_000, 1_000, 1_000])
        #expect(gaps.map { $0.features[.nextSize] } == [58, 58, 58])
        #expect(gaps.map { $0.features[.episodeEnd] } == [0, 0, 0])
    }

    @Test func `messages farther than six from a gap are no part of its features`() {
        var writer = HistoryWriter(seed: 3)
        let talk = writer.history(60).filter { $0.toolCalls.isEmpty && $0.toolResults.isEmpty }
        let middle = talk.count / 2
        var changed = talk
        for index in talk.indices where index < middle - 6 || index >= middle + 6 {
            changed[index] = Message(.assistant, "something else, number \(index)")
        }
        func numbers(_ messages: [Message]) -> [Int] {
            GapFeatures.all(in: messages).first { $0.gap == middle }.map { found in
                GapFeatures.Feature.allCases.map { found.features[$0] }
            } ?? []
        }
        #expect(numbers(talk).count == GapFeatures.Feature.allCases.count)
        #expect(numbers(talk) == numbers(changed))
    }
}
