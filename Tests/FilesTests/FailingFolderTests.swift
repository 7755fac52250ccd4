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
        let files = ChunkFiles(folder: folder["place/chunks"])
        files.keep(ChunkRecord(1))
        files.keep(ChunkRecord(2))
        #expect(files.counters.writes == 0 && files.counters.failures == 2)
        #expect(files.record(for: Records.key(1)) == nil)
        #expect(files.counters.failures == 3 && files.counters.misses == 0)
        let problem = try #require(files.takeProblem())
        #expect(problem.path == folder["place"])
        #expect(problem.problem.hasPrefix("cannot make the folder: "))
        #expect(files.takeProblem() == nil)
        #expect(try folder.bytes("place") == [UInt8]("a file".utf8))
    }

    @Test func `a file in the folder's place is counted when it is opened`() throws {
        let path = try folder.write("a file", to: "place")
        let files = ChunkFiles(folder: path)
        #expect(files.counters.failures == 1)
        #expect(files.takeProblem()?.path == path)
    }

    @Test func `one place that cannot be written to does not spoil the others`() throws {
        try folder.write("in the way", to: String(Records.name(1).prefix(2)))
        let files = ChunkFiles(folder: folder.path)
        files.keep(ChunkRecord(1))
        files.keep(ChunkRecord(2))
        #expect(files.counters.failures == 1 && files.counters.writes == 1)
        #expect(files.record(for: Records.key(2)) == ChunkRecord(2))
        #expect(files.takeProblem() != nil)
    }

    @Test func `descriptions are kept without a word and failures said as chunks' are`() throws {
        try folder.write("a file", to: "place")
        let files = DescriptionFiles(folder: folder["place/pictures"])
        files.keep("a chart", of: Records.key(1))
        #expect(files.counters.failures == 1)
        #expect(files.takeProblem()?.problem.hasPrefix("cannot make the folder") == true)
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write anywhere"))
    func `records in a folder that may only be read are found`() throws {
        ChunkFiles(folder: folder["chunks"]).keep(ChunkRecord(1))
        let places = ["chunks/" + Records.name(1).prefix(2), "chunks"].map { folder[$0] }
        func permit(_ mode: Int) throws {
            for place in places {
                try FileManager.default.setAttributes(
                    [.posixPermissions: mode], ofItemAtPath: place)
            }
        }
        try permit(0o555)
        let files = ChunkFiles(
            folder: folder["chunks"], options: RecordOptions(maximumEntries: 1))
        #expect(files.record(for: Records.key(1)) == ChunkRecord(1))
        files.keep(ChunkRecord(2))
        files.remove(Records.key(1))
        #expect(files.counters.failures == 2 && files.counters.hits == 1)
        #expect(files.takeProblem()?.remedy == "check the permissions")
        try permit(0o755)
    }
}
