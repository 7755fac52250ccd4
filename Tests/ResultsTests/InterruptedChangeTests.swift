import ContextModel
import Evaluation
import Files
import Foundation
import GRDB
import Results
import TestSupport
import Testing

@Suite struct InterruptedChangeTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What a process leaves that is killed in the middle of a change: the file half changed, and the
    /// journal that says what was there before.
    private func interrupt(_ name: String, changing sql: String) throws -> String {
        let queue = try DatabaseQueue(path: folder[name])
        let left = name + "-left"
        try queue.writeWithoutTransaction { database in
            // Two pages of memory: all others go to the file before the change is complete.
            try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 2")
            try database.inTransaction(.immediate) {
                try database.execute(sql: sql)
                for end in ["", "-journal"] {
                    try Data(folder.bytes(name + end)).write(to: URL(filePath: folder[left + end]))
                }
                return .rollback
            }
        }
        #expect(try folder.bytes(left) != folder.bytes(name))
        return left
    }

    private func results() throws -> [String] {
        let store = try ResultStore(path: folder["results"])
        try store.begin(RecordedRun.description())
        for result in RecordedRun.results() { try store.record(result) }
        try store.finish(run: RecordedRun.description().id)
        return try store.dump()
    }

    @Test(arguments: [true, false])
    func `a change that was never completed is undone by whoever opens`(isReading: Bool) throws {
        let whole = try results()
        let left = try interrupt(
            "results",
            changing: """
                UPDATE measurement SET position = position + 1000;
                UPDATE timing SET position = position + 1000;
                UPDATE conversation SET sent = sent + 1;
                UPDATE conversation_count SET n = n + 1;
                UPDATE sample_blob SET n = n + 1;
                """)
        let path = folder[left]
        let store = try isReading ? ResultStore(readingFrom: path) : ResultStore(path: path)
        #expect(store.wasRecovered)
        #expect(try store.integrity() == [])
        #expect(try store.dump() == whole)
        #expect(try folder.names().filter { $0.hasPrefix(left) } == [left])
        #expect(try !ResultStore(readingFrom: path).wasRecovered)
    }
}
