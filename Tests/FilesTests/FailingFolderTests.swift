import ContextModel
import Files
import Foundation
import TestSupport
import Testing

@Suite struct FailingFolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a folder that cannot be made is counted, and said once`() throws {
        try folder.write("a file", to: "place")
        let records = RecordDatabase(folder: folder["place/cache"])
        let chunks = StoredChunks(in: records)
        chunks.keep(ChunkRecord(1))
        chunks.keep(ChunkRecord(2))
        #expect(chunks.counters.writes == 0 && chunks.counters.failures == 2)
        #expect(chunks.record(for: Records.key(1)) == nil)
        #expect(chunks.counters.failures == 3 && chunks.counters.misses == 0)
        let problem = try #require(chunks.takeProblem())
        #expect(problem.path.hasPrefix(folder["place"]))
        #expect(problem.problem.hasPrefix("cannot examine it: "))
        #expect(chunks.takeProblem() == nil)
        // Each kind says what went wrong with it.
        let descriptions = StoredDescriptions(in: records)
        descriptions.keep("a chart", of: Records.key(1))
        #expect(descriptions.counters.failures == 1)
        #expect(descriptions.takeProblem() != nil)
        #expect(try folder.bytes("place") == [UInt8]("a file".utf8))
    }

    @Test func `a folder or a pipe in the database's place is told, and stays`() throws {
        try folder.write("", to: "a/records.sqlite/file")
        try folder.write("", to: "b/file")
        try #require(mkfifo(folder["b/records.sqlite"], 0o600) == 0)
        for name in ["a", "b"] {
            let chunks = folder.chunks(in: name)
            #expect(chunks.record(for: Records.key(1)) == nil)
            chunks.keep(ChunkRecord(1))
            #expect(chunks.counters.failures == 2)
            #expect(chunks.takeProblem()?.path == folder[name + "/records.sqlite"])
        }
    }

    @Test func `what fails once is tried again`() throws {
        try folder.write("in the way", to: "cache")
        let chunks = folder.chunks(in: "cache")
        chunks.keep(ChunkRecord(1))
        try FileManager.default.removeItem(atPath: folder["cache"])
        chunks.keep(ChunkRecord(2))
        #expect(chunks.counters.failures == 1 && chunks.counters.writes == 1)
        #expect(chunks.record(for: Records.key(2)) == ChunkRecord(2))
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write anywhere"))
    func `records in a folder that may only be read are found`() throws {
        folder.chunks(in: "a?b#c%d").keep(ChunkRecord(1))
        func permit(_ mode: Int) throws {
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: folder["a?b#c%d"])
        }
        try permit(0o555)
        let chunks = folder.chunks(RecordOptions(maximumEntries: 1), in: "a?b#c%d")
        #expect(chunks.record(for: Records.key(1)) == ChunkRecord(1))
        chunks.keep(ChunkRecord(2))
        chunks.remove(Records.key(1))
        #expect(chunks.counters.failures == 2 && chunks.counters.hits == 1)
        #expect(chunks.takeProblem()?.remedy == "check the path and permissions")
        try permit(0o755)
    }
}
