import Files
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a file is written whole, with the folders above it`() throws {
        try AtomicFile.write("one", to: folder["a/b/c/report.md"])
        #expect(try folder.bytes("a/b/c/report.md") == [UInt8]("one".utf8))
    }

    @Test func `a file is replaced, and nothing else is left behind`() throws {
        try AtomicFile.write("a longer text", to: folder["file"])
        try AtomicFile.write([1, 2, 3], to: folder["file"])
        #expect(try folder.bytes("file") == [1, 2, 3])
        #expect(try folder.names() == ["file"])
    }

    @Test func `an empty file can be written`() throws {
        try AtomicFile.write([], to: folder["file"])
        #expect(try folder.bytes("file") == [])
    }

    @Test func `a failure leaves what was there and no temporary file`() throws {
        try folder.write("kept", to: "target/inside")
        let error = try #require(throws: StorageError.self) {
            try AtomicFile.write("new", to: folder["target"])
        }
        #expect(error.path == folder["target"])
        #expect(error.problem.hasPrefix("cannot replace it: "))
        #expect(try folder.names() == ["target"])
        #expect(try folder.bytes("target/inside") == [UInt8]("kept".utf8))
    }

    @Test func `a file in the place of a folder is said`() throws {
        try folder.write("file", to: "a")
        let error = try #require(throws: StorageError.self) {
            try AtomicFile.write("new", to: folder["a/b/report"])
        }
        #expect(error.problem.hasPrefix("cannot make the folder: "))
    }

    @Test func `what a killed writer of the file left is removed, other files are not`() throws {
        // The name of a writer's file: hidden, the target's, a process and a number.
        for name in [".file.12345-1", ".other.12345-1", ".file.swp", ".file.1-", "file.12345-1"] {
            try folder.write("", to: name)
        }
        try AtomicFile.write("whole", to: folder["file"])
        #expect(
            try folder.names()
                == [".file.1-", ".file.swp", ".other.12345-1", "file", "file.12345-1"])
    }

    @Test func `many writers of one file leave one whole file`() async throws {
        let path = folder["file"]
        await withTaskGroup { group in
            for number in 0..<8 {
                let text = String(repeating: String(number), count: 10_000)
                group.addTask {
                    #expect(throws: Never.self) { try AtomicFile.write(text, to: path) }
                }
            }
        }
        #expect(Set(try folder.bytes("file")).count == 1)
        #expect(try folder.names() == ["file"])
    }
}

@Suite struct FolderListingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `files are listed by relative path, sorted by bytes`() throws {
        for name in ["b", "a/z", "a.txt", "a/b/c", "Z", "ä", ".hidden"] {
            try folder.write("", to: name)
        }
        #expect(
            try FolderListing.files(below: folder.path)
                == [".hidden", "Z", "a.txt", "a/b/c", "a/z", "b", "ä"])
    }

    @Test func `an empty folder has no files`() throws {
        #expect(try FolderListing.files(below: folder.path) == [])
    }

    @Test func `links that loop end`() throws {
        try folder.write("", to: "real/file")
        try folder.link("real/up", to: "..")
        try folder.link("real/self", to: ".")
        #expect(try FolderListing.files(below: folder.path) == ["real/file"])
    }

    @Test func `a folder is listed under its own name, and once`() throws {
        try folder.write("", to: "real/file")
        try folder.link("another", to: "real")
        #expect(try FolderListing.files(below: folder.path) == ["real/file"])
    }

    @Test func `links to files and to folders elsewhere are followed, broken ones are not`() throws
    {
        let elsewhere = try TemporaryFolder()
        try elsewhere.write("", to: "far")
        try folder.write("", to: "file")
        try folder.link("link", to: "file")
        try folder.link("broken", to: "nowhere")
        try folder.link("outside", to: elsewhere.path)
        #expect(
            try FolderListing.files(below: folder.path) == ["file", "link", "outside/far"])
    }

    @Test func `a pipe is no file`() throws {
        try #require(mkfifo(folder["pipe"], 0o600) == 0)
        #expect(try FolderListing.files(below: folder.path) == [])
    }

    @Test func `what cannot be read is passed over and named, and all else is listed`() throws {
        try folder.write("", to: "corpus/file")
        // A byte that is in no UTF-8 text.
        let name = folder["corpus/na"].utf8.map(CChar.init(bitPattern:)) + [-1, 0]
        try #require(mkdir(name, 0o755) == 0)
        // So deep that no path of it can be named.
        try folder.write("", to: "deep/file")
        let script = #"cd "$1"; for i in {1..20}; do mkdir "$2"; cd "$2"; done; : > lost"#
        let deep = Process()
        deep.executableURL = URL(filePath: "/bin/bash")
        deep.arguments = ["-c", script, "deep", folder["deep"], String(repeating: "d", count: 250)]
        try deep.run()
        deep.waitUntilExit()
        let contents = try FolderListing.contents(below: folder.path)
        #expect(contents.files == ["corpus/file", "deep/file"])
        #expect(contents.unread.count == 2)
        #expect(contents.unread[0].path == "corpus/na\u{FFFD}")
        #expect(contents.unread[0].reason.problem == "its name is not UTF-8")
        #expect(contents.unread[1].path.hasPrefix("deep/ddd"))
        #expect(contents.unread[1].reason.problem.hasPrefix("cannot "))
        // Where all files are needed, one that cannot be read is an error.
        #expect(throws: contents.unread[0].reason) { try FolderListing.files(below: folder.path) }
    }

    @Test func `a missing folder is refused with its path`() throws {
        let error = try #require(throws: StorageError.self) {
            try FolderListing.files(below: folder["none"])
        }
        #expect(error.path == folder["none"])
    }
}
