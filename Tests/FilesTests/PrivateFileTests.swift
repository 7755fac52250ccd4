import ContextModel
import Files
import Foundation
import TestSupport
import Testing

/// What conversations say is the user's own, on disk, too.
@Suite struct PrivateFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ name: String) throws -> Int {
        let facts = try FileManager.default.attributesOfItem(atPath: folder[name])
        return try #require(facts[.posixPermissions] as? Int)
    }

    private func permit(_ mode: Int, _ name: String) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: folder[name])
    }

    @Test func `recordings and their folders are made for the user alone`() throws {
        _ = try CassetteRecorder(path: folder["a/b/c.jsonl"])
        #expect(try mode("a") == 0o700 && mode("a/b") == 0o700 && mode("a/b/c.jsonl") == 0o600)
    }

    @Test func `a recording that others could read is closed to them, and its folder stays`() throws
    {
        do { _ = try CassetteRecorder(path: folder["a/c.jsonl"]) }
        try permit(0o664, "a/c.jsonl")
        try permit(0o755, "a")
        _ = try CassetteRecorder(path: folder["a/c.jsonl"])
        #expect(try mode("a/c.jsonl") == 0o600 && mode("a") == 0o755)
    }

    @Test func `another file in a recording's place keeps its mode`() throws {
        try folder.write("not ours", to: "c.jsonl")
        try permit(0o644, "c.jsonl")
        #expect(throws: StorageError.self) { try CassetteRecorder(path: folder["c.jsonl"]) }
        #expect(try mode("c.jsonl") == 0o644)
    }

    @Test func `records are closed to others, and so is a folder that holds nothing else`() throws {
        do { folder.chunks(in: "a/b").keep(ChunkRecord(1)) }
        #expect(try mode("a") == 0o700 && mode("a/b") == 0o700)
        try permit(0o666, "a/b/records.sqlite")
        try permit(0o777, "a/b")
        #expect(folder.chunks(in: "a/b").record(for: Records.key(1)) == ChunkRecord(1))
        #expect(try mode("a/b") == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder["a/b"]) {
            #expect(try mode("a/b/" + name) == 0o600, "\(name)")
        }
    }

    @Test func `a folder with other files in it, and a file that is not ours, stay as they are`()
        throws
    {
        try folder.write("mine", to: "home/letter")
        folder.chunks(in: "home").keep(ChunkRecord(1))
        try permit(0o755, "home")
        try permit(0o644, "home/letter")
        #expect(folder.chunks(in: "home").record(for: Records.key(1)) == ChunkRecord(1))
        #expect(try mode("home") == 0o755 && mode("home/letter") == 0o644)
        try folder.write(String(repeating: "theirs ", count: 50), to: "other/records.sqlite")
        try permit(0o644, "other/records.sqlite")
        try permit(0o755, "other")
        #expect(folder.chunks(in: "other").record(for: Records.key(1)) == nil)
        #expect(try mode("other/records.sqlite") == 0o644 && mode("other") == 0o755)
    }
}
