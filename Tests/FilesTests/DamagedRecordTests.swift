import ContextModel
import Files
import Foundation
import TestSupport
import Testing

@Suite struct DamagedRecordTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func files() -> ChunkFiles { ChunkFiles(folder: folder.path) }

    /// A kept record's bytes.
    private func kept(_ number: Int = 1) throws -> [UInt8] {
        files().keep(ChunkRecord(number))
        return try folder.bytes(Records.name(number))
    }

    private func replace(_ number: Int = 1, by bytes: [UInt8]) throws {
        try folder.write("", to: Records.name(number))
        try Data(bytes).write(to: URL(filePath: folder[Records.name(number)]))
    }

    private func isThere(_ number: Int = 1) -> Bool {
        FileManager.default.fileExists(atPath: folder[Records.name(number)])
    }

    /// The record must not be found, and its file be there afterwards or not.
    private func expectDamage(
        _ number: Int = 1, removed: Bool, _ comment: Comment? = nil,
        at place: SourceLocation = #_sourceLocation
    ) {
        let files = files()
        #expect(files.record(for: Records.key(number)) == nil, comment, sourceLocation: place)
        var expected = StoreCounters()
        expected.damaged = 1
        #expect(files.counters == expected, comment, sourceLocation: place)
        #expect(isThere(number) == !removed, comment, sourceLocation: place)
    }

    @Test func `a file that ends early is never a record`() throws {
        let whole = try kept()
        for count in 0..<whole.count {
            try replace(by: [UInt8](whole.prefix(count)))
            // Without the first eight bytes nobody knows whose it is.
            expectDamage(removed: count >= 8, "\(count) bytes")
        }
    }

    @Test func `a file with more bytes, or with others, is never a record`() throws {
        let whole = try kept()
        try replace(by: whole + [0])
        expectDamage(removed: true)
        for index in whole.indices {
            var bytes = whole
            bytes[index] ^= 1 << UInt8(index % 8)
            try replace(by: bytes)
            let files = files()
            #expect(files.record(for: Records.key(1)) == nil, "byte \(index)")
            #expect(files.counters.damaged == 1)
        }
    }

    @Test func `somebody else's file is left alone`() throws {
        try replace(by: [UInt8](String(repeating: "text ", count: 100).utf8))
        expectDamage(removed: false)
        try FileManager.default.removeItem(atPath: folder[Records.name(1)])
        try folder.write("", to: Records.name(1) + "/file")
        expectDamage(removed: false)
    }

    @Test func `a link is no record`() throws {
        _ = try kept(2)
        try folder.write("", to: Records.name(1))
        try FileManager.default.removeItem(atPath: folder[Records.name(1)])
        try folder.link(Records.name(1), to: folder[Records.name(2)])
        expectDamage(removed: false)
    }

    @Test func `a newer version's file is left alone, an older one's goes`() throws {
        let whole = try kept()
        for (version, removed) in [(UInt8(2), false), (0, true)] {
            var bytes = whole
            bytes[8] = version
            try replace(by: bytes)
            expectDamage(removed: removed)
        }
    }

    @Test func `another key's record under this name is not taken for it`() throws {
        try replace(1, by: try kept(2))
        expectDamage(removed: true)
        #expect(files().record(for: Records.key(2)) == ChunkRecord(2))
    }

    @Test func `a damaged record can be kept again`() throws {
        try replace(by: [1, 2, 3])
        let files = files()
        #expect(files.record(for: Records.key(1)) == nil)
        files.keep(ChunkRecord(1))
        #expect(files.record(for: Records.key(1)) == ChunkRecord(1))
    }

    @Test func `a description is no chunk, and a chunk no description`() throws {
        let descriptions = DescriptionFiles(folder: folder.path)
        descriptions.keep("a picture", of: Records.key(1))
        expectDamage(removed: true)
        _ = try kept()
        #expect(descriptions.description(of: Records.key(1)) == nil)
        #expect(descriptions.counters.damaged == 1)
    }

    @Test func `what killed writers left goes, what is being written stays`() throws {
        _ = try kept()
        let name = Records.name(1)
        let (place, file) = (name.prefix(2), name.dropFirst(3))
        let held = try folder.write("half", to: "\(place)/.\(file).4-7")
        try folder.write("half", to: "\(place)/.\(file).4-8")
        try folder.write("kept", to: "\(place)/.hidden")
        let descriptor = open(held, O_RDONLY)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        let found = files().record(for: Records.key(1))
        #expect(found == ChunkRecord(1))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder[String(place)])
        #expect(Set(names) == [".hidden", ".\(file).4-7", String(file)])
    }
}
