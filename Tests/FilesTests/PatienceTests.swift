import ContextModel
import Files
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct PatienceTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A connection that lets nobody else read or write.
    private func holder() throws -> DatabaseQueue {
        // The transaction stays open while others look.
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(
            path: folder["records.sqlite"], configuration: configuration)
        try queue.writeWithoutTransaction {
            try $0.execute(
                sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; "
                    + "UPDATE record SET last_use = 9")
        }
        return queue
    }

    // With a wait for each record the test would take as many times as long.
    @Test(.timeLimit(.minutes(1)))
    func `a database that somebody holds is waited for once, not by every record`() throws {
        folder.chunks().keep(ChunkRecord(1))
        try folder.change("PRAGMA journal_mode = DELETE")
        let holder = try holder()
        let chunks = folder.chunks()
        for number in 1...300 {
            #expect(chunks.record(for: Records.key(number)) == nil)
            chunks.keep(ChunkRecord(number))
        }
        #expect(chunks.counters.failures == 600 && chunks.counters.hits == 0)
        let problem = try #require(chunks.takeProblem())
        #expect(problem.remedy == "wait until the other process is done with it")
        try holder.close()
        #expect(chunks.record(for: Records.key(1)) == ChunkRecord(1))
        chunks.keep(ChunkRecord(2))
        #expect(chunks.counters.failures == 600 && chunks.counters.writes == 1)
    }
}
