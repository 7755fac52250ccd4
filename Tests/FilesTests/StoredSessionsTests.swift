import ContextModel
import Files
import TestSupport
import Testing

@Suite struct StoredSessionsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func stored() -> StoredSessions {
        StoredSessions(in: RecordDatabase(folder: folder.path))
    }

    /// Adds to a number that is kept; returns what it is then.
    @discardableResult
    private func add(_ number: Int, to session: Int, in sessions: StoredSessions) -> Int {
        var sum = 0
        sessions.revise(Records.key(session)) { kept in
            sum = (kept.flatMap { Int($0) } ?? 0) + number
            return String(sum)
        }
        return sum
    }

    @Test func `what follows from what is kept takes its place, in another process too`() {
        let first = stored()
        #expect(add(3, to: 1, in: first) == 3 && add(4, to: 1, in: first) == 7)
        #expect(add(1, to: 2, in: first) == 1)
        #expect(first.counters.writes == 3 && first.counters.hits == 1)
        #expect(first.counters.misses == 2 && first.takeProblem() == nil)
        #expect(add(1, to: 1, in: stored()) == 8)
    }

    @Test func `nobody comes between`() async {
        let sessions = stored()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { add(1, to: 1, in: sessions) } }
        }
        #expect(add(0, to: 1, in: sessions) == 40)
    }

    @Test func `a database of before has room for sessions, and keeps what it held`() throws {
        do {
            let before = RecordDatabase(folder: folder.path)
            StoredDescriptions(in: before).keep("a cat", of: Records.key(9))
        }
        try folder.change(
            "PRAGMA journal_mode = DELETE; DELETE FROM total WHERE kind > 2; "
                + "ALTER TABLE record DROP COLUMN checksum; PRAGMA user_version = 1")
        let database = RecordDatabase(folder: folder.path)
        let sessions = StoredSessions(in: database)
        #expect(add(5, to: 1, in: sessions) == 5 && add(5, to: 1, in: sessions) == 10)
        #expect(sessions.takeProblem() == nil)
        #expect(
            StoredDescriptions(in: database).description(of: Records.key(9)) == "a cat")
    }
}
