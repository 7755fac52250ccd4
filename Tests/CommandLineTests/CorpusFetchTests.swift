import Foundation
import Testing

@Suite(
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "curl is not installed"))
struct CorpusFetchTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
    }

    private static let text = #"{"messages": [{"role": "user", "content": "0123456789"}]}"#

    /// A catalogue of one file, with the hash that the system's own program finds.
    private func catalogue(base: String, hash: String? = nil, bytes: Int? = nil) throws -> String {
        let file = try scratch.file("original.json", Self.text).path
        let sum = try winnow.other("/usr/bin/sha256sum", file).text.prefix(64)
        let entry = """
            {"corpora": [{"name": "chats", "source": "someone/chats", "commit": "c0ffee",
              "licence": "MIT", "base": "\(base)", "files": [{"path": "day/one.json",
              "from": "data/one.json", "bytes": \(bytes ?? Self.text.utf8.count),
              "sha256": "\(hash ?? String(sum))"}]}]}
            """
        return try scratch.file("corpora.json", entry).path
    }

    private func fetch(_ catalogue: String) throws -> Program.Finished {
        try winnow("corpus", "fetch", "chats", "--into", "into", "--catalogue", catalogue)
    }

    private static let target = "into/chats/day/one.json"
    private static let part = "into/chats/day/.one.json.part"

    @Test func `a corpus is fetched, verified, and read like any other`() throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .ranges)
        let run = try fetch(catalogue(base: server.base))
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.text == "into/chats/day/one.json\tfetched, \(Self.text.utf8.count) bytes\n")
        #expect(try scratch.text(Self.target) == Self.text)
        #expect(try scratch.text("into/chats/NOTICE.md").contains("someone/chats at commit c0ffee"))
        #expect(!scratch.exists(Self.part))
        let list = try winnow("corpus", "list", "--corpora", "into").text
        #expect(list.split(separator: "\n").last?.hasPrefix("chats\t1\t1\t1\t") == true)
        #expect(list.hasSuffix("\t0\t0\n"))
    }

    @Test func `what is there already is checked and not fetched again`() throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .ranges)
        let path = try catalogue(base: server.base)
        _ = try fetch(path)
        #expect(try fetch(path).text.hasSuffix("\tthere already\n"))
        #expect(server.starts.count == 1)
        try scratch.file(Self.target, "edited")
        let run = try fetch(path)
        #expect(run.status == 65)
        #expect(run.messages.contains("remove it to fetch it again"))
        #expect(try scratch.text(Self.target) == "edited")
    }

    @Test func `a connection that breaks off is taken up where it broke off`() throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .cut(10), .cut(5), .ranges)
        let run = try fetch(catalogue(base: server.base))
        #expect(run.status == 0, "\(run.messages)")
        #expect(server.starts == [0, 10, 15])
        #expect(try scratch.text(Self.target) == Self.text)
    }

    @Test func `another run goes on with what has arrived`() throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .status(500), .ranges)
        let path = try catalogue(base: server.base)
        try scratch.file(Self.part, String(Self.text.prefix(20)))
        let first = try fetch(path)
        #expect(first.status == 66)
        #expect(first.messages.contains("what has arrived is kept"))
        #expect(try scratch.text(Self.part).utf8.count == 20)
        #expect(try fetch(path).status == 0)
        #expect(server.starts == [20, 20])
        #expect(try scratch.text(Self.target) == Self.text)
    }

    @Test func `a server that knows no ranges gives the whole file again`() throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .whole)
        try scratch.file(Self.part, "stale bytes")
        let run = try fetch(catalogue(base: server.base))
        #expect(run.status == 0, "\(run.messages)")
        #expect(server.starts == [11, 0])
        #expect(try scratch.text(Self.target) == Self.text)
    }

    @Test func `another file than expected is refused and not kept`() throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .ranges)
        let wrong = String(repeating: "0", count: 64)
        let run = try fetch(catalogue(base: server.base, hash: wrong))
        #expect(run.status == 65)
        #expect(run.messages.contains("expected \(wrong)"))
        #expect(!scratch.exists(Self.target) && !scratch.exists(Self.part))
    }

    @Test(arguments: [(-1, "larger"), (1, "expected")])
    func `a file of another size is refused`(more: Int, word: String) throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .ranges)
        let run = try fetch(
            catalogue(base: server.base, bytes: Self.text.utf8.count + more))
        #expect(run.status == 65)
        #expect(run.messages.contains(word), "\(run.messages)")
        #expect(!scratch.exists(Self.target))
    }

    @Test func `a server that says no length is stopped at the file's size`() throws {
        // More than pipes and sockets hold, so that whoever takes it all would be seen.
        let server = try LoopbackServer(
            ["data/one.json": String(repeating: "x", count: 1 << 20)], .endless)
        let run = try fetch(catalogue(base: server.base, bytes: 5))
        #expect(run.status == 65)
        #expect(run.messages.contains("is larger than 5 bytes"))
        #expect(server.clientHasLeft())
        #expect(server.bytesSent < 100 << 20)
        #expect(!scratch.exists(Self.target) && !scratch.exists(Self.part))
    }

    @Test func `an address is taken as it is written`() throws {
        let server = try LoopbackServer(["data/[1-20].json": Self.text], .ranges)
        let path = try catalogue(base: server.base)
        let text = try scratch.text("corpora.json").replacing(
            "data/one.json", with: "data/[1-20].json")
        try scratch.file("corpora.json", text)
        let run = try fetch(path)
        #expect(run.status == 0, "\(run.messages)")
        #expect(server.paths == ["/data/[1-20].json"])
    }

    @Test(arguments: ["TERM", "HUP", "KILL"])
    func `whoever fetches ends with the program`(signal: String) throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .stalled(10))
        let stopped = try winnow.stopped(
            by: signal, when: Self.part, has: 10,
            [
                "corpus", "fetch", "chats", "--into", "into", "--catalogue",
                catalogue(base: server.base),
            ])
        #expect(stopped.status > 128)
        #expect(server.clientHasLeft())
        #expect(try scratch.text(Self.part) == Self.text.prefix(10))
    }

    @Test func `what cannot be reached or is not there ends with status 66`() throws {
        let base = try LoopbackServer([:], .ranges).base
        #expect(try fetch(catalogue(base: base)).status == 66)
        let server = try LoopbackServer([:], .ranges)
        let missing = try fetch(catalogue(base: server.base))
        #expect(missing.status == 66)
        #expect(missing.messages.contains("data/one.json") && missing.messages.contains("404"))
    }

    @Test func `a folder that cannot be written ends with status 74`() throws {
        let server = try LoopbackServer(["data/one.json": Self.text], .ranges)
        try scratch.file("into", "a file")
        #expect(try fetch(catalogue(base: server.base)).status == 74)
        #expect(server.starts.isEmpty)
    }

    @Test func `an unknown corpus is refused by naming the known ones`() throws {
        let path = try catalogue(base: "http://127.0.0.1/")
        let run = try winnow("corpus", "fetch", "chat", "--catalogue", path)
        #expect(run.status == 64)
        #expect(run.messages.contains("there are chats"))
    }

    @Test func `a catalogue that leads out of its folder is refused`() throws {
        let path = try catalogue(base: "http://127.0.0.1/")
        let text = try scratch.text("corpora.json").replacing("day/one.json", with: "../one.json")
        try scratch.file("corpora.json", text)
        let run = try fetch(path)
        #expect(run.status == 65)
        #expect(run.messages.contains("corpora[0].files[0].path"))
    }

    @Test func `the shipped catalogue lists what can be fetched`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appending(path: "Benchmarks/corpora.json").path
        let lines = try winnow("corpus", "fetch", "--catalogue", path).text.split(separator: "\n")
        #expect(lines.first == "corpus\tfiles\tbytes\tlicence\tsource")
        #expect(lines.contains { $0.hasPrefix("mooncake\t1\t3029533\tApache-2.0\tkvcache-ai/") })
        #expect(lines.count > 8)
    }
}
