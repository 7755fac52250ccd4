import Files
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct MappedFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bytes(
        _ path: String, leastMapped: Int = MappedFile.leastMapped
    ) throws -> [UInt8] {
        let file = try MappedFile(path: path, leastMapped: leastMapped)
        return withExtendedLifetime(file) { [UInt8](file.bytes) }
    }

    @Test(
        arguments: [1, 4_095, 4_096, 4_097, 65_535, 65_536, 100_000],
        [0, MappedFile.leastMapped])
    func `a file's bytes are its content`(count: Int, leastMapped: Int) throws {
        let text = String(repeating: "z", count: count)
        #expect(
            try bytes(try folder.write(text, to: "file"), leastMapped: leastMapped)
                == [UInt8](text.utf8))
    }

    @Test func `what was read of a small file stays though the file is shortened`() throws {
        let path = try folder.write(String(repeating: "z", count: 100_000), to: "file")
        let file = try MappedFile(path: path)
        try #require(truncate(path, 0) == 0)
        withExtendedLifetime(file) { #expect(file.bytes.allSatisfy { $0 == UInt8(ascii: "z") }) }
    }

    @Test func `a device is refused, and the null device is empty`() throws {
        let error = try #require(throws: StorageError.self) { try MappedFile(path: "/dev/zero") }
        #expect(error.problem == "is a device, which may have no end")
        #expect(try bytes("/dev/null") == [])
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 200_000])
    func `what is read is bounded`(most: Int) throws {
        let text = String(repeating: "z", count: most)
        #expect(
            try MappedFile(path: folder.write(text, to: "fits"), mostRead: most)
                .bytes.count == most)
        let longer = try folder.write(text + "z", to: "longer")
        let error = try #require(throws: StorageError.self) {
            try MappedFile(path: longer, mostRead: most)
        }
        #expect(error.problem.hasPrefix("has more than the \(most) bytes"))
        #expect(error.kind == .badContents)
    }

    @Test func `an empty file has no bytes`() throws {
        #expect(try bytes(try folder.write("", to: "empty")) == [])
    }

    @Test func `a file of unknown size is read to its end`() throws {
        let path = "/proc/self/cmdline"
        try #require(FileManager.default.fileExists(atPath: path))
        #expect(try !bytes(path).isEmpty)
    }

    @Test func `a pipe is read to its end`() async throws {
        let path = folder["pipe"]
        try #require(mkfifo(path, 0o600) == 0)
        let text = String(repeating: "long enough to fill a pipe ", count: 20_000)
        let writer = Thread {
            try? FileHandle(forWritingAtPath: path)?.write(contentsOf: Data(text.utf8))
        }
        writer.start()
        #expect(try bytes(path) == [UInt8](text.utf8))
    }

    @Test(arguments: [0, 5])
    func `standard input is read from where it stands`(offset: off_t) throws {
        let path = try folder.write("0123456789", to: "file")
        let file = open(path, O_RDONLY)
        let original = dup(STDIN_FILENO)
        defer {
            dup2(original, STDIN_FILENO)
            close(original)
        }
        lseek(file, offset, SEEK_SET)
        dup2(file, STDIN_FILENO)
        close(file)
        let input = try MappedFile(readingStandardInput: ())
        let expected = [UInt8]("0123456789".utf8.dropFirst(Int(offset)))
        withExtendedLifetime(input) { #expect([UInt8](input.bytes) == expected) }
    }

    @Test func `a folder is refused with what to do`() throws {
        let error = try #require(throws: StorageError.self) { try MappedFile(path: folder.path) }
        #expect(error.path == folder.path)
        #expect(error.problem == "is a folder")
        #expect(error.description.hasSuffix("is a folder; name a file in it instead"))
    }

    @Test func `a missing file is refused with its path`() throws {
        let error = try #require(throws: StorageError.self) {
            try MappedFile(path: folder["none"])
        }
        #expect(error.path == folder["none"])
        #expect(error.problem.hasPrefix("cannot open it: "))
        #expect(error.remedy == "check the path")
    }

    @Test func `the bytes outlive the file's name`() throws {
        let path = try folder.write("kept", to: "file")
        let file = try MappedFile(path: path)
        try FileManager.default.removeItem(atPath: path)
        withExtendedLifetime(file) { #expect([UInt8](file.bytes) == [UInt8]("kept".utf8)) }
    }
}
