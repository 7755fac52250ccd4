import Evaluation
import Files
import Foundation
import GRDB
import Results
import TestSupport
import Testing

@Suite struct ShardFileTests {
    let folder: TemporaryFolder
    let file: ShardFile
    private let run = RecordedRun.description()

    init() throws {
        folder = try TemporaryFolder()
        file = ShardFile(folder["part"])
    }

    /// A finished run of all cells in the partial file.
    private func recorded() throws -> ResultStore {
        let store = try ResultStore(path: file.partialPath)
        try store.begin(run)
        for result in RecordedRun.results() { try store.record(result) }
        return store
    }

    @Test func `a part is published whole though others read its partial file`() throws {
        let claim = try #require(try file.claim())
        let store = try recorded()
        // Begun before the last change, and not ended: what is in the log stays there.
        let reader = try DatabaseQueue(path: file.partialPath)
        let dump = try store.dump()
        try reader.inTransaction(.deferred) { database in
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM cell") == 12)
            try store.finish(run: run.id)
            try file.publish(store, run: run.id, cells: 12)
            return .commit
        }
        try reader.close()
        withExtendedLifetime(claim) {}
        #expect(try ResultStore(readingFrom: file.path).dump() == dump)
        #expect(try ResultStore(readingFrom: file.path).isFinished(run: run.id))
        // Write-ahead logging would be 2: the part is one plain file.
        #expect(try folder.bytes("part")[18...19] == [1, 1])
    }

    @Test func `nothing is left beside a published part`() throws {
        do {
            let claim = try #require(try file.claim())
            let store = try recorded()
            try store.finish(run: run.id)
            try file.publish(store, run: run.id, cells: 12)
            withExtendedLifetime(claim) {}
        }
        #expect(try folder.names() == ["part"])
        // What was left by one who was killed before he could remove it goes, too.
        for name in ["part.partial", "part.partial-wal", "part.whole", "part.lock"] {
            try folder.write("", to: name)
        }
        #expect(try file.isThere)
        _ = try file.claim()
        #expect(try folder.names() == ["part"])
    }

    @Test func `a part that lacks cells is not published`() throws {
        let store = try recorded()
        let open = try #require(throws: StorageError.self) {
            try file.publish(store, run: run.id, cells: 12)
        }
        #expect(open.problem == "is not published: its run is not finished")
        try store.finish(run: run.id)
        let few = try #require(throws: StorageError.self) {
            try file.publish(store, run: run.id, cells: 13)
        }
        #expect(few.problem == "is not published: it has 12 of its 13 cells")
        #expect(few.kind == .badContents)
        #expect(try !file.isThere)
        #expect(try store.dump().isEmpty == false)
    }

    @Test func `one process at a time has the claim, and an abandoned one is taken over`() throws {
        do {
            let claim = try #require(try file.claim())
            #expect(try file.claim() == nil)
            withExtendedLifetime(claim) {}
        }
        #expect(try folder.names() == [])
        // Nobody holds a lock on it.
        try folder.write("", to: "part.lock")
        #expect(try file.claim() != nil)
        #expect(try folder.names() == [])
    }
}
