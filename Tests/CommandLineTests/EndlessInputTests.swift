import Foundation
import Testing

/// Input that has no end, is larger than what can be worked with, or shrinks while it is read.
@Suite struct EndlessInputTests {
    let winnow: Program

    init() throws { winnow = try Program(in: Scratch()) }

    /// A file of so many bytes, all zero, which takes no room on the disk.
    private func sparse(_ name: String, _ bytes: UInt64) throws {
        let file = try FileHandle(forWritingTo: winnow.scratch.file(name, ""))
        try file.truncate(atOffset: bytes)
        try file.close()
    }

    @Test(arguments: [
        "count", "encode", "decode", "condense", "compact --tier FAST", "compress", "decompress",
        "corpus import", "settings --settings", "settings --env-file", "settings --check",
        "prices --refresh", "run", "submit --engine slurm --shards 2 --dry-run", "report --db",
        "dump", "merge new.sqlite", "condense x.json --descriptions",
        "condense x.json --set condensation.summarizer=recorded --cassette",
    ])
    func `a device is refused with a word`(command: String) throws {
        try winnow.scratch.file("x.json", #"[{"role":"user","content":"x"}]"#)
        try Recordings.write(to: winnow.scratch)
        let words = command.split(separator: " ").map(String.init)
        let corpora = words[0] == "run" ? ["--corpora", "corpora"] : []
        let run = try winnow(words + ["/dev/zero"] + corpora)
        #expect([64, 65, 66].contains(run.status), "\(command): \(run.status)")
        #expect(run.messages.contains("/dev/zero: "), "\(command): \(run.messages)")
        #expect(run.output.isEmpty)
    }

    @Test func `standard input that is a device is refused, the null device is nothing`() throws {
        func redirected(_ words: String) throws -> Program.Finished {
            try winnow.other(
                ["/bin/bash", "-c", #""$1" count - "# + words, "redirected", winnow.path])
        }
        #expect(try redirected("</dev/zero").status == 66)
        #expect(try redirected("</dev/null").text == "0\t-\n")
        #expect(try redirected("< <(printf 'a pipe')").text == "2\t-\n")
    }

    @Test(arguments: [("compress", 67_108_865), ("decompress", 268_435_457)])
    func `what is too large to be worked with is refused before it is`(
        command: String, bytes: UInt64
    ) throws {
        try sparse("large", bytes)
        let run = try winnow(command, "large")
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(run.messages.contains("large: has \(bytes) bytes, expected at most \(bytes - 1)"))
    }

    @Test(arguments: ["settings --settings", "settings --env-file", "run"])
    func `settings and matrices have a bound`(command: String) throws {
        try sparse("large", 16_777_217)
        try Recordings.write(to: winnow.scratch)
        let words = command.split(separator: " ").map(String.init)
        let corpora = words[0] == "run" ? ["--corpora", "corpora"] : []
        let run = try winnow(words + ["large"] + corpora)
        #expect(run.status == 65, "\(run.messages)")
        #expect(run.messages.contains("expected at most 16777216 for settings"))
    }

    /// Within the memory that is given, which the program's own 300 MB of addresses are part of.
    @Test(arguments: [("count", 500_000), ("encode", 500_000)])
    func `memory is about the size of the input`(command: String, kilobytes: Int) throws {
        // All zeros are one piece of as many tokens as bytes: the most there can be.
        try sparse("zeros", 64_000_000)
        let run = try winnow.other([
            "/bin/bash", "-c", #"ulimit -v "$1"; "$2" "$3" zeros | tail -c 20"#, "bounded",
            String(kilobytes), winnow.path, command,
        ])
        #expect(run.messages == "")
        #expect(run.text == (command == "count" ? "64000000\tzeros\n" : "188 188 188 188 188\n"))
    }

    @Test func `what stands for far more than may be takes no more memory than that`() throws {
        let line = "the very same line of a report that comes again and again\n"
        try winnow.scratch.file("t.txt", String(repeating: line, count: 40))
        let parsed = try JSONSerialization.jsonObject(with: winnow("compress", "t.txt").output)
        var document = try #require(parsed as? [String: Any])
        let rules = try #require(document["dictionary"] as? [[String: Any]])
        let symbol = try #require(rules.first?["symbol"] as? String)
        let decoder = try #require(document["decoder"] as? String)
        // More than half a gigabyte.
        document["text"] = decoder + String(repeating: symbol, count: 5_000_000)
        try winnow.scratch.file("bomb.json", JSONSerialization.data(withJSONObject: document))
        let run = try winnow.other([
            "/bin/bash", "-c", #"ulimit -v 500000; "$1" decompress --at-most 1000000 bomb.json"#,
            "bounded", winnow.path,
        ])
        #expect(run.status == 65 && run.text.isEmpty)
        #expect(run.messages.contains("--at-most allows more"))
    }

    @Test func `a large file that is shortened while it is read ends with a word`() throws {
        try sparse("large", 20_000_000)
        let script = """
            "$1" count --repeat 1000000 large & program=$!
            until grep -q ' .*/large$' /proc/$program/maps; do :; done
            : > large
            wait $program
            """
        let run = try winnow.other([
            "/usr/bin/timeout", "120", "/bin/bash", "-c", script, "shortened", winnow.path,
        ])
        #expect(run.status == 65, "\(run.messages)")
        #expect(run.messages.contains("was shortened by another process while it was read"))
    }
}
