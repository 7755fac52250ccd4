import ContextModel
import Files
import Foundation
import TestSupport
import Testing

@Suite struct StoredConversationsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func stored(atMost conversations: Int = 10) -> StoredConversations {
        StoredConversations(folder: folder.path, atMost: conversations)
    }

    private func entry(_ number: Int) -> ConversationEntry {
        var entry = ConversationEntry(
            Records.key(number), lastUse: .seconds(number) + .nanoseconds(7))
        (entry.turns, entry.symbols, entry.bytes) = (number, 2 * number, 1_000 * number)
        return entry
    }

    @Test func `conversations and totals come back, in another process too`() throws {
        let first = stored()
        #expect(first.entries().conversations.isEmpty)
        #expect(first.entries().totals == ConversationTotals())
        #expect(try folder.names().isEmpty, "looking makes nothing")
        let content = [UInt8](String(repeating: "what was sent ", count: 500).utf8)
        for number in [3, 1, 2] { first.keep(content + [UInt8(number)], entry(number)) }
        var totals = ConversationTotals()
        totals.turns = 6
        first.keep(totals)
        let second = stored()
        #expect(second.entries().conversations == [3, 1, 2].map(entry))
        #expect(second.entries().totals == totals)
        totals.lastCleanup = .milliseconds(1_703_123_456_789)
        second.keep(totals)
        #expect(stored().entries().totals == totals)
        #expect(second.content(of: Records.key(2)) == content + [2])
        #expect(second.content(of: Records.key(4)) == nil)
        second.remove(Records.key(2))
        #expect(first.content(of: Records.key(2)) == nil)
        #expect(first.entries().conversations == [3, 1].map(entry))
        second.removeAll()
        #expect(stored().entries().conversations.isEmpty && first.takeProblem() == nil)
        #expect(stored().entries().totals == ConversationTotals())
    }

    @Test func `only the user may read what conversations say`() throws {
        stored().keep([1], entry(1))
        let path = folder[StoredConversations.file]
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
    }

    @Test func `more than may be kept are none, and sums stay right`() throws {
        for number in 1...4 { stored(atMost: 2).keep([1, 2, 3], entry(number)) }
        #expect(stored(atMost: 2).entries().conversations == [3, 4].map(entry))
        let sums: [String] = try folder.values(
            "SELECT sum(entries) || ' ' || sum(bytes) FROM total", in: StoredConversations.file)
        let found: [String] = try folder.values(
            "SELECT count(*) || ' ' || sum(length(content)) FROM record",
            in: StoredConversations.file)
        #expect(sums == found && stored(atMost: 2).content(of: Records.key(1)) == nil)
    }

    @Test func `a torn entry is counted and no conversation`() throws {
        for number in 1...2 { stored().keep([1, 2, 3], entry(number)) }
        try folder.change(
            "UPDATE record SET content = substr(content, 1, 9), length = 9 "
                + "WHERE kind = 6 AND last_use = 1", in: StoredConversations.file)
        let torn = stored()
        #expect(torn.entries().conversations == [entry(2)])
        #expect(torn.damagedEntries == 1 && torn.takeProblem() == nil)
    }

    @Test(arguments: [
        ("no database", "is no database of Winnow's records"),
        ("newer", "has schema version 9, this program knows 2"),
    ])
    func `a foreign file or one of another version is left alone, counted and told`(
        kind: String, problem: String
    ) throws {
        if kind == "newer" {
            stored().keep([1], entry(1))
            try folder.change(
                "PRAGMA journal_mode = DELETE; PRAGMA user_version = 9",
                in: StoredConversations.file)
        } else {
            try folder.write(String(repeating: "text ", count: 100), to: StoredConversations.file)
        }
        let before = try folder.bytes(StoredConversations.file)
        let foreign = stored()
        #expect(foreign.entries().conversations.isEmpty)
        foreign.keep([1], entry(1))
        #expect(foreign.content(of: Records.key(1)) == nil && foreign.counters.failures == 2)
        #expect(foreign.takeProblem()?.problem == problem)
        #expect(try folder.bytes(StoredConversations.file) == before)
    }
}
