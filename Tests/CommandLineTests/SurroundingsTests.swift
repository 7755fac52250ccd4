import Foundation
import Testing

/// What is around a run: names that are none, clocks that are wrong, what others left, what others see.
@Suite struct SurroundingsTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        try Recordings.write(to: winnow.scratch)
    }

    private func run(_ further: String...) throws -> Program.Finished {
        try winnow(
            ["run", "small.yaml", "--corpora", "corpora", "--db", "results.sqlite"] + further)
    }

    /// Makes something whose name is not UTF-8.
    private func bash(_ script: String) throws {
        #expect(try winnow.other("/bin/bash", "-c", script).status == 0)
    }

    @Test func `what cannot be read is named and counted, and all else is replayed`() throws {
        try bash(#"echo x > $'corpora/chat/na\xffme.jsonl'; mkdir $'corpora/no\xff'"#)
        // A file that may be opened, and gives nothing.
        try bash("ln -s /proc/self/mem corpora/chat/memory.jsonl")
        let run = try run()
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.messages.contains("corpora/chat/na\u{FFFD}me.jsonl: its name is not UTF-8"))
        #expect(run.messages.contains("corpora/no\u{FFFD}: its name is not UTF-8"))
        #expect(run.messages.contains("corpora/chat/memory.jsonl: cannot read it"))
        #expect(try winnow.scratch.text(".winnow/runs/latest/report.md").contains("chat"))
        let list = try winnow("corpus", "list", "--corpora", "corpora")
        #expect(list.status == 0)
        let strict = try self.run("--strict")
        #expect(strict.status == 65)
        #expect(strict.messages.contains("3 files or records cannot be read"))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
    func `a folder that may not be listed ends nothing`() throws {
        try bash("mkdir corpora/chat/closed && chmod 000 corpora/chat/closed")
        defer { try? bash("chmod 755 corpora/chat/closed") }
        // The superuser may list every folder, unless that right is taken.
        let deprived = ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        let program = (geteuid() == 0 ? deprived : []) + [winnow.path]
        let run = try winnow.other(
            program + ["run", "small.yaml", "--corpora", "corpora", "--db", "results.sqlite"])
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.messages.contains("corpora/chat/closed: cannot list the folder"))
        #expect(try winnow.scratch.text(".winnow/runs/latest/report.md").contains("chat"))
    }

    @Test func `no secret of an address is stored or shown`() throws {
        let refused = try run("--endpoint", "http://me:secret@127.0.0.1/v1")
        #expect(refused.status == 64)
        #expect(refused.messages.contains("--endpoint takes an address without user"))
        #expect(!refused.messages.contains("secret"))
        #expect(!winnow.scratch.exists("results.sqlite"))
        // Wherever an address stands in a command line.
        let run = try run("--report", "out/http://me:secret@host/x?key=secret")
        #expect(run.status == 0)
        let stored = try Data(contentsOf: URL(filePath: winnow.scratch.path + "/results.sqlite"))
        #expect(stored.range(of: Data("http://…@host/x?…".utf8)) != nil)
        #expect(stored.range(of: Data("secret".utf8)) == nil)
        let folder = try #require(run.text.firstRange(of: "report.md")).lowerBound
        let report = try winnow.scratch.text(run.text[..<folder] + "report.md")
        #expect(!report.contains("secret"))
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/cc")),
        arguments: [-86_400, 4_000_000_000])
    func `a clock that is wrong is no failure`(seconds: Int) throws {
        // In the place of the system's clock, one that always says the same.
        let clock = """
            #define _GNU_SOURCE
            #include <time.h>
            #include <unistd.h>
            #include <sys/syscall.h>
            int clock_gettime(clockid_t clock, struct timespec *time) {
                if (clock != CLOCK_REALTIME) return syscall(SYS_clock_gettime, clock, time);
                time->tv_sec = \(seconds)L;
                time->tv_nsec = 5;
                return 0;
            }

            """
        try winnow.scratch.file("clock.c", clock)
        try bash("cc -shared -fPIC -o clock.so clock.c")
        let preload = ["LD_PRELOAD": winnow.scratch.path + "/clock.so"]
        let run = try winnow(
            ["run", "small.yaml", "--corpora", "corpora", "--db", "results.sqlite", "--quiet"],
            environment: preload)
        #expect(run.status == 0, "\(run.messages)")
        let list = try winnow("report", "--list", "--db", "results.sqlite").text
        #expect(list.hasPrefix(seconds < 0 ? "19700101-000000-" : "20961002-070640-"))
    }

    @Test func `a trace outside of the corpora's folder is not read`() throws {
        try winnow.scratch.file(
            "trace.jsonl", #"{"timestamp":0,"input_length":1,"output_length":1}"#)
        for path in [
            "../trace.jsonl", winnow.scratch.path + "/trace.jsonl", "chat/../../trace.jsonl",
        ] {
            try winnow.scratch.file(
                "small.yaml", Recordings.matrix() + "  replay.arrivals: [\"trace:\(path)\"]\n")
            let run = try run("--quiet")
            #expect(run.status == 6)
            let report = try winnow("report", "--format", "junit", "--db", "results.sqlite")
            #expect(report.text.contains("leads out of the corpora"))
        }
    }

    @Test func `folders that killed processes left are removed, those in use are not`() throws {
        let names = (0..<2).map { _ in "winnow-" + UUID().uuidString }
        for name in names + ["winnow-mine"] { try winnow.scratch.file("tmp/\(name)/file", "") }
        // The lock of one that is in use.
        let cache = try winnow.other(
            "/usr/bin/flock", winnow.scratch.path + "/tmp/" + names[0], winnow.path, "night",
            "cache",
            "--corpora", "corpora", environment: ["TMPDIR": winnow.scratch.path + "/tmp"])
        #expect(cache.status == 6)
        #expect(cache.messages.contains("no conversation is long enough"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: winnow.scratch.path + "/tmp")
                .sorted()
                == [names[0], "winnow-mine"])
    }
}
