import ContextModel
import Files
import Foundation
import TestSupport
import Testing

@Suite struct ForeignCassetteTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Opening must fail both ways and leave the file as it is.
    private func refusal(of name: String) throws -> StorageError {
        let before = try folder.bytes(name)
        let reading = try #require(throws: StorageError.self) {
            try CassetteFile(readingFrom: folder[name])
        }
        let writing = try #require(throws: StorageError.self) {
            try CassetteRecorder(path: folder[name])
        }
        #expect(reading == writing && reading.path == folder[name])
        #expect(try folder.bytes(name) == before)
        return reading
    }

    @Test func `a file of another kind is refused`() throws {
        try folder.write(String(repeating: "text ", count: 1_000), to: "file")
        #expect(try refusal(of: "file").problem == "does not begin as recorded summaries do")
    }

    @Test func `a recording of an earlier version, a database, is refused with what to do`() throws
    {
        try folder.change("CREATE TABLE answer (key TEXT PRIMARY KEY)", in: "file")
        let error = try refusal(of: "file")
        #expect(error.problem == "is a database; recordings are JSON lines now")
        #expect(error.remedy.hasPrefix("replay it with the earlier version"))
    }

    @Test func `a recording of a newer version is refused`() throws {
        try folder.write("{\"recording\":\"winnow summaries\",\"version\":2}\n", to: "file")
        #expect(try refusal(of: "file").problem == "is of version 2, this program knows 1")
    }

    @Test func `a damaged line is refused both ways, the last one too if it has an end`() throws {
        let head = "{\"recording\":\"winnow summaries\",\"version\":1}\n"
        for text in ["{\"key\":\n", "{\"key\":\n{}\n", "{}\n", "{}"] {
            try folder.write(head + text, to: "file")
            let error = try refusal(of: "file")
            #expect(error.problem.hasPrefix("line 2: ") && error.kind == .badContents)
        }
    }

    @Test func `a missing or empty recording cannot be replayed, and a pipe not recorded into`()
        throws
    {
        try folder.write("", to: "empty")
        for name in ["empty", "none"] {
            #expect(throws: StorageError.self) { try CassetteFile(readingFrom: folder[name]) }
        }
        try #require(mkfifo(folder["pipe"], 0o600) == 0)
        #expect(throws: StorageError.self) { try CassetteRecorder(path: folder["pipe"]) }
        #expect(throws: StorageError.self) { try CassetteRecorder(path: "/dev/null") }
        #expect(try folder.names() == ["empty", "pipe"])
    }
}
