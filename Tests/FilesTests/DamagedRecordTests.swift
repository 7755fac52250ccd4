import ContextModel
import Files
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct DamagedRecordTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A kept record's content, closed.
    private func kept() throws -> Data {
        folder.chunks().keep(ChunkRecord(1))
        let contents: [Data] = try folder.values("SELECT content FROM record")
        return try #require(contents.first)
    }

    /// The record must not be found, and be gone afterwards.
    private func expectDamage(_ comment: Comment, at place: SourceLocation = #_sourceLocation)
        throws
    {
        let chunks = folder.chunks()
        #expect(chunks.record(for: Records.key(1)) == nil, comment, sourceLocation: place)
        #expect(chunks.record(for: Records.key(1)) == nil, comment, sourceLocation: place)
        var expected = StoreCounters()
        (expected.damaged, expected.misses) = (1, 1)
        #expect(chunks.counters == expected, comment, sourceLocation: place)
        #expect(try folder.stored() == [], comment, sourceLocation: place)
    }

    @Test func `content that ends early or late is never a record`() throws {
        let whole = try kept()
        for other in (0..<whole.count).map({ whole.prefix($0) }) + [whole + [0]] {
            _ = try kept()
            try folder.change(
                "UPDATE record SET content = ?1, length = length(?1); "
                    + "UPDATE total SET bytes = length(?1) WHERE kind = 1", [other, other])
            try expectDamage("\(other.count) bytes")
        }
    }

    @Test(arguments: [-1, 0, 1, 5, 1 << 20, 1 << 62])
    func `a length that is not the content's is never a record`(length: Int) throws {
        _ = try kept()
        try folder.change("UPDATE record SET length = ?", [length])
        try expectDamage("\(length)")
    }

    @Test func `a damaged record can be kept again`() throws {
        _ = try kept()
        try folder.change("UPDATE record SET length = 1")
        let chunks = folder.chunks()
        #expect(chunks.record(for: Records.key(1)) == nil)
        chunks.keep(ChunkRecord(1))
        #expect(chunks.record(for: Records.key(1)) == ChunkRecord(1))
    }

    @Test func `a description is no chunk, and a chunk no description`() throws {
        let records = RecordDatabase(folder: folder.path)
        let (chunks, descriptions) = (StoredChunks(in: records), StoredDescriptions(in: records))
        descriptions.keep("a picture", of: Records.key(1))
        #expect(chunks.record(for: Records.key(1)) == nil)
        chunks.keep(ChunkRecord(1))
        #expect(descriptions.description(of: Records.key(1)) == "a picture")
        #expect(chunks.record(for: Records.key(1)) == ChunkRecord(1))
        #expect(chunks.counters.misses == 1 && descriptions.counters.hits == 1)
    }

    /// Neither reading nor keeping may change the file, and both are told.
    private func expectRefusal(
        _ problem: String, at place: SourceLocation = #_sourceLocation
    ) throws {
        let before = try folder.bytes("records.sqlite")
        let chunks = folder.chunks()
        #expect(chunks.record(for: Records.key(1)) == nil, sourceLocation: place)
        chunks.keep(ChunkRecord(1))
        #expect(chunks.counters.failures == 2, sourceLocation: place)
        let told = try #require(chunks.takeProblem(), sourceLocation: place)
        #expect(told.path == folder["records.sqlite"], sourceLocation: place)
        #expect(told.problem == problem, sourceLocation: place)
        #expect(try folder.bytes("records.sqlite") == before, sourceLocation: place)
        #expect(try folder.names() == ["records.sqlite"], sourceLocation: place)
    }

    @Test func `somebody else's file is left alone and told`() throws {
        try folder.write(String(repeating: "text ", count: 100), to: "records.sqlite")
        try expectRefusal("is no database of Winnow's records")
        try FileManager.default.removeItem(atPath: folder["records.sqlite"])
        try folder.change("CREATE TABLE record (key); INSERT INTO record VALUES (1)")
        try expectRefusal("is no database of Winnow's records")
    }

    @Test func `a newer version's database is left alone and told`() throws {
        _ = try kept()
        try folder.change("PRAGMA journal_mode = DELETE; PRAGMA user_version = 3")
        try expectRefusal("has schema version 3, this program knows 2")
    }

    @Test func `a database that does something of its own accord is refused`() throws {
        _ = try kept()
        try folder.change(
            "CREATE TRIGGER t AFTER UPDATE ON record BEGIN DELETE FROM record; END")
        let chunks = folder.chunks()
        #expect(chunks.record(for: Records.key(1)) == nil && chunks.counters.failures == 1)
        #expect(chunks.takeProblem()?.problem.hasPrefix("has a trigger, 't'") == true)
    }

    @Test func `a damaged database never gives what was not kept, and says what to do`() throws {
        let chunks = folder.chunks()
        for number in 0..<100 { chunks.keep(ChunkRecord(number)) }
        try folder.change("PRAGMA wal_checkpoint(TRUNCATE)")
        let whole = try folder.bytes("records.sqlite")
        for start in stride(from: 100, to: whole.count - 4_000, by: whole.count / 12) {
            let copy = try TemporaryFolder()
            var bytes = whole
            bytes.replaceSubrange(start..<start + 4_000, with: repeatElement(0xAA, count: 4_000))
            try Data(bytes).write(to: URL(filePath: copy["records.sqlite"]))
            let damaged = copy.chunks()
            for number in 0..<100 {
                let found = damaged.record(for: Records.key(number))
                #expect(found == nil || found == ChunkRecord(number))
            }
            let counters = damaged.counters
            #expect(
                counters.hits + counters.misses + counters.damaged <= 100 && counters.hits < 100)
            guard let problem = damaged.takeProblem(), problem.kind == .badContents else {
                continue
            }
            #expect(problem.remedy.hasPrefix("move it away") || problem.problem.hasPrefix("has no"))
        }
    }

    @Test func `an empty file, as a process leaves that was killed right away, is made use of`()
        throws
    {
        try folder.write("", to: "records.sqlite")
        let chunks = folder.chunks()
        #expect(chunks.record(for: Records.key(1)) == nil)
        #expect(try folder.bytes("records.sqlite").isEmpty)
        chunks.keep(ChunkRecord(1))
        #expect(chunks.record(for: Records.key(1)) == ChunkRecord(1))
    }
}
