import Compression
import ContextModel
import StrictJSON
import TestSupport
import Testing

/// Conversations that outlive the process.
@Suite struct KeptConversationTests {
    private let store = KeptConversations()

    private func sessions(_ change: (inout CompressionSettings) -> Void = { _ in })
        -> CompressionSessions
    {
        var settings = CompressionSettings()
        change(&settings)
        return CompressionSessions(
            Shared.tokenizer, settings, hasher: PlainTestHasher(), store: store)
    }

    /// What is sent of each request, each by a process of its own or all by one.
    private func sent(
        _ requests: [[Message]], restarting: Bool, session: String? = nil
    ) throws -> [CompressedRequest] {
        store.removeAll()
        var one = sessions()
        return try requests.enumerated().map { index, messages in
            if restarting { one = sessions() }
            return try #require(one.process(messages, session: session, at: .seconds(index)))
        }
    }

    @Test(arguments: [nil, "a session"])
    func `a restart changes nothing of what is sent`(session: String?) throws {
        let requests = Talk.requests(6)
        let steady = try sent(requests, restarting: false, session: session)
        let restarted = try sent(requests, restarting: true, session: session)
        for (one, other) in zip(steady, restarted) {
            #expect(one.messages == other.messages && one.rules == other.rules)
            #expect(one.figures.efficiency == other.figures.efficiency)
            #expect(one.figures.turn == other.figures.turn)
            #expect(one.figures.status == other.figures.status)
        }
        let (first, last) = (restarted[0], restarted[5])
        #expect(Array(last.messages[..<2]) == first.messages && !first.rules.isEmpty)
        #expect(Array(last.rules.prefix(first.rules.count)) == first.rules)
        #expect(last.figures.turn == 6)
        #expect(try last.expanded() == requests[5])
    }

    @Test func `a client may send back what was sent, after a restart, too`() throws {
        // The opening, by which the conversation is known, is a turn that is sent as it came.
        let opening = [Message(.user, "hello"), Message(.assistant, "hello")]
        _ = sessions().process(Array(opening.prefix(1)), at: .zero)
        let requests = Talk.requests(2).map { opening + $0 }
        let first = try #require(sessions().process(requests[0], at: .zero))
        let next = first.messages + requests[1][first.messages.count...]
        let second = try #require(sessions().process(next, at: .zero))
        #expect(second.figures.turn == 3 && Array(second.messages[..<4]) == first.messages)
        #expect(try second.expanded() == requests[1])
    }

    @Test func `another writing of the same message goes on, another text begins anew`() throws {
        let requests = Talk.requests(2)
        _ = sessions().process(requests[0], session: "s", at: .zero)
        var marked = requests[1]
        marked[0].extra["cache_control"] = .bool(true)
        #expect(sessions().process(marked, session: "s", at: .zero)?.figures.turn == 2)
        var edited = requests[1]
        edited[0] = Message(.system, "You are no tester.")
        let anew = try #require(sessions().process(edited, session: "s", at: .zero))
        #expect(anew.figures.turn == 1 && sessions().unreadable == 0)
    }

    @Test func `a restart knows all conversations without reading them`() throws {
        for name in ["a", "b", "c"] {
            _ = sessions().process(Talk.messages(2), session: name, at: .zero)
        }
        let reads = store.reads
        let restarted = sessions()
        let statistics = restarted.statistics
        #expect(statistics.activeConversations == 3 && statistics.turns == 3)
        #expect(statistics.symbols >= 3 && statistics.bytes > 3_000 && store.reads == reads)
        #expect(statistics.averageTurns == 1_000_000)
    }

    @Test func `limits hold over restarts, and lower ones at once`() {
        for (index, name) in ["a", "b", "c", "d"].enumerated() {
            _ = sessions { $0.maximumConversations = 3 }
                .process(Talk.messages(1), session: name, at: .seconds(index))
            #expect(store.count == min(index + 1, 3))
        }
        let fewer = sessions { $0.maximumConversations = 2 }
        #expect(fewer.statistics.activeConversations == 2 && store.count == 2)
        #expect(fewer.dictionary(for: Talk.messages(1), session: "b") == nil)
        #expect(fewer.dictionary(for: Talk.messages(1), session: "d") != nil)
    }

    @Test func `those that rest are forgotten by later processes, once an interval`() {
        let hour = 3_600
        func process(_ name: String, at seconds: Int) {
            _ = sessions().process(Talk.messages(1), session: name, at: .seconds(seconds))
        }
        process("a", at: 0)
        process("b", at: hour - 1)
        #expect(store.count == 2)
        process("c", at: hour)
        #expect(store.count == 2 && sessions().statistics.turns == 3)
        // "b" rests for an hour now, but the interval is not over.
        process("c", at: 2 * hour - 1)
        #expect(store.count == 2)
        process("c", at: 2 * hour)
        #expect(store.count == 1)
    }

    @Test func `reset forgets what is kept, and says when`() {
        _ = sessions().process(Talk.messages(2), at: .zero)
        let json = sessions().reset(at: .milliseconds(1_703_123_456_789)).json
        #expect(
            json.compactText
                == #"{"message":"Conversation compression state reset successfully","#
                + #""timestamp":1703123456.789}"#)
        #expect(store.count == 0 && sessions().statistics == CompressionStatistics())
    }

    @Test func `what cannot be read begins anew and is counted`() throws {
        let requests = Talk.requests(2)
        let whole = try #require(sessions().process(requests[1], session: "s", at: .zero))
        var kept: [UInt8] = []
        store.damage { bytes in
            kept = bytes
            return bytes
        }
        let text = String(decoding: kept, as: UTF8.self)
        let hostile: [(String, String)] = [
            ("torn", String(text.dropLast(3))), ("empty", ""), ("foreign", "no JSON"),
            ("another version", text.replacing("\"version\":1,", with: "\"version\":2,")),
            ("another encoding", text.replacing("cl100k_base", with: "o200k_base")),
            ("a symbol twice", text.replacing(escape(whole), with: first(whole))),
            ("figures below zero", text.replacing("\"turn\":1,\"orig", with: "\"turn\":-1,\"orig")),
            ("figures too large", text.replacing("\"bytes\":", with: "\"bytes\":9999999999999")),
            ("another kind", text.replacing("\"isActive\":true", with: "\"isActive\":1")),
            ("an array", "[\(text)]"),
        ]
        for (name, other) in hostile {
            #expect(other != text, "\(name)")
            store.damage { _ in Array(other.utf8) }
            let sessions = sessions()
            let request = try #require(
                sessions.process(requests[1], session: "s", at: .zero), "\(name)")
            #expect(request.messages == whole.messages, "\(name)")
            #expect(sessions.unreadable == 1 && request.figures.turn == 1, "\(name)")
        }
    }

    /// The escape; empty without one, which no test may take for a symbol.
    private func escape(_ request: CompressedRequest) -> String {
        request.escape.map { String(Character($0)) } ?? ""
    }

    /// The symbol of the first rule.
    private func first(_ request: CompressedRequest) -> String {
        String(Character(request.rules[0].symbol))
    }

    @Test func `a kept text that stands for another message is not sent`() throws {
        let requests = Talk.requests(2)
        let whole = try #require(sessions().process(requests[0], session: "s", at: .zero))
        // The phrase is what a text of the same length would say.
        let phrase = whole.rules[0].phrase
        let other = String(phrase.map { $0 == "e" ? "x" : $0 })
        store.damage { bytes in
            let json = JSONValue.string(phrase).compactText.dropFirst().dropLast()
            let fake = JSONValue.string(other).compactText.dropFirst().dropLast()
            let text = String(decoding: bytes, as: UTF8.self)
            return Array(text.replacing(String(json), with: String(fake)).utf8)
        }
        let request = try #require(sessions().process(requests[1], session: "s", at: .zero))
        #expect(request.figures.turn == 1, "it begins anew")
        #expect(try request.expanded() == requests[1])
    }

    @Test func `a history that is seen for the first time is as many turns as it has answers`()
        throws
    {
        let whole = Talk.messages(5)
        let ends = ConversationIdentity.turnEnds(of: whole)
        #expect(ends == [2, 4, 6, 8, 10])
        let once = try #require(
            sessions().process(whole, session: "once", turnEnds: ends, at: .zero))
        var grown: CompressedRequest?
        let growing = sessions()
        for end in ends + [whole.count] {
            grown = growing.process(Array(whole[..<end]), session: "grown", at: .zero)
        }
        #expect(once.messages == grown?.messages && once.figures == grown?.figures)
        #expect(growing.statistics.turns == 12)
    }

    @Test func `statistics are the documented object`() {
        var statistics = CompressionStatistics()
        (statistics.activeConversations, statistics.turns, statistics.symbols) = (15, 127, 89)
        (statistics.averageTurns, statistics.bytes) = (8_466_666, 46_285)
        let json = statistics.json(
            CompressionSettings(), at: .milliseconds(1_703_123_456_789))
        #expect(
            json.compactText == """
                {"conversation_compression":{"enabled":true,"stats":{"active_conversations":15,\
                "total_turns_processed":127,"symbols_in_use":89,"avg_turns_per_conversation":8.5,\
                "memory_usage_kb":45.2},"config":{"max_conversations":1000,"min_net_efficiency":0.05,\
                "long_conversation_threshold":20,"long_conversation_min_efficiency":0.02}},\
                "timestamp":1703123456.789}
                """)
    }
}
