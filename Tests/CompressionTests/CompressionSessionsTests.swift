import Compression
import CompressionChecks
import ContextModel
import TestSupport
import Testing

/// Many conversations at once.
@Suite struct CompressionSessionsTests {
    private func sessions(_ change: (inout CompressionSettings) -> Void = { _ in })
        -> CompressionSessions
    {
        var settings = CompressionSettings()
        change(&settings)
        return CompressionSessions(Shared.tokenizer, settings, hasher: PlainTestHasher())
    }

    private func question(_ number: Int = 0) -> [Message] {
        let line = "the very same line of a report number \(number) that comes again\n"
        return [Message(.user, String(repeating: line, count: 12))]
    }

    private func identity(_ text: String, _ session: String?) -> ConversationIdentity {
        ConversationIdentity(
            [Message(.user, text)], session: session, hasher: PlainTestHasher())
    }

    @Test func `a conversation is its first hundred characters, or its whole session`() {
        let long = String(repeating: "x", count: 100)
        #expect(identity(long + "a", nil) == identity(long + "b", nil))
        #expect(identity(String(long.dropLast()) + "a", nil) != identity(long, nil))
        let names = ["user_1", "user-1", "user 1", "user_1 ", long + "a", long + "b", "", "conv"]
        let all = names.map { identity("hello", $0) } + [identity("hello", nil)]
        #expect(Set(all).count == all.count)
        // The session's end and the text's beginning do not run into each other.
        #expect(identity("bc", "a") != identity("c", "ab"))
        #expect(identity("hello", "s").name.hasPrefix("sess_"))
        #expect(identity("hello", nil).name.hasPrefix("conv_"))
    }

    @Test func `sessions share nothing`() {
        let sessions = sessions()
        let one = sessions.compress(question(), session: "one", at: .zero)
        let other = sessions.compress(question(1), session: "other", at: .zero)
        #expect((one.figures?.turn, other.figures?.turn) == (1, 1))
        #expect(sessions.statistics.activeConversations == 2)
        #expect(sessions.expander(for: question(), session: "third") == nil)
    }

    @Test func `without a session an expander is for whoever continues the history`() throws {
        let sessions = sessions()
        let opening = question()
        let own = opening + [Message(.assistant, "yes"), Message(.user, "my name is Ann")]
        _ = sessions.compress(own, at: .zero)
        #expect(sessions.expander(for: own) != nil)
        let more = own + [Message(.assistant, "hello Ann")]
        #expect(sessions.expander(for: more) != nil)
        // Others begin alike.
        let other = opening + [Message(.assistant, "yes"), Message(.user, "my name is Bob")]
        #expect(sessions.expander(for: opening) == nil && sessions.expander(for: other) == nil)
    }

    @Test func `names that are easily taken for each other share nothing`() {
        let names = 20_000
        #expect(Set((0..<4_000).map { Array(HardName.name($0).utf8) }).count == 4_000)
        var check = IdentityCheck(
            names: names, Shared.tokenizer, hasher: PlainTestHasher())
        for number in 0..<names { check.lookUp(number) }
        #expect(check.lookUps == names && check.conversations == 24)
        #expect((check.own, check.others, check.lost) == (24, 0, 0))
    }

    @Test func `statistics tell what is remembered, and reset forgets it`() throws {
        let sessions = sessions()
        let first = sessions.compress(question(), session: "one", at: .zero)
        _ = sessions.compress(question(), session: "one", at: .zero)
        let next = question() + [Message(.assistant, "yes"), Message(.user, "more")]
        _ = sessions.compress(next, session: "one", at: .zero)
        _ = sessions.compress(question(1), session: "two", at: .zero)
        let statistics = sessions.statistics
        #expect(statistics.activeConversations == 2 && statistics.turns == 3)
        #expect(statistics.averageTurns == 1_500_000)
        #expect(statistics.symbols >= 2 && statistics.bytes > 1_000)
        let answer = try #require(sessions.expander(for: next, session: "one"))
        let sent = try #require(first.messages[0].compressibleTexts.first?.text)
        #expect(answer.expand(sent).hasSuffix(question()[0].texts[0]))
        sessions.reset()
        #expect(sessions.statistics.turns == 0 && sessions.statistics.bytes == 0)
    }

    @Test func `the one that rested longest is forgotten, and all that rest at intervals`() {
        let sessions = sessions {
            $0.maximumConversations = 2
            $0.cleanupInterval = .seconds(100)
        }
        for (index, name) in ["a", "b", "a", "c"].enumerated() {
            _ = sessions.compress(question(), session: name, at: .seconds(index))
        }
        #expect(sessions.statistics.activeConversations == 2)
        #expect(sessions.expander(for: question(), session: "b") == nil)
        #expect(sessions.expander(for: question(), session: "a") != nil)
        _ = sessions.compress(question(), session: "d", at: .seconds(150))
        #expect(sessions.statistics.activeConversations == 1)
    }

    @Test func `thousands of conversations at once do not disturb each other`() async {
        let sessions = sessions()
        let alone = CompressedAlone.texts(of: question(7))
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<250).allSatisfy { number in
                        let session = "session \(task) \(number % 125)"
                        let sent = sessions.compress(question(7), session: session, at: .zero)
                        return sent.messages[0].texts == alone
                    }
                }
            }
            for await isSame in group { #expect(isSame) }
        }
        #expect(sessions.statistics.activeConversations == 1_000)
        #expect(sessions.statistics.turns == 1_000)
    }
}

/// A conversation's first message, compressed without any other.
private enum CompressedAlone {
    static func texts(of messages: [Message]) -> [String] {
        var history = CompressedHistory(
            Shared.tokenizer, Shared.alphabet, CompressionSettings())
        return history.compress(messages)[0].texts
    }
}
