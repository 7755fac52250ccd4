import Foundation
import Testing

@Suite struct ShardTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
        try scratch.file("m.yaml", Recordings.matrix(repetitions: 4))
    }

    private func part(_ index: Int, of count: Int) -> [String] {
        [
            "run", "m.yaml", "--corpora", "corpora", "--quiet", "--shard", "\(index)/\(count)",
            "--db", "parts/\(index)-of-\(count).sqlite",
        ]
    }

    private func deterministic(_ database: String) throws -> String {
        let dump = try winnow("dump", "--class", "D", database)
        #expect(dump.status == 0)
        return dump.text
    }

    private func whole() throws -> String {
        let run = try winnow(
            "run", "m.yaml", "--corpora", "corpora", "--quiet", "--db", "whole.sqlite")
        #expect(run.status == 0)
        return try deterministic("whole.sqlite")
    }

    @Test(arguments: [1, 2, 16])
    func `parts give the same deterministic rows, however many`(count: Int) throws {
        for index in 1...count {
            let run = try winnow(part(index, of: count))
            #expect(run.status == 0)
            #expect(run.text == "parts/\(index)-of-\(count).sqlite\n")
        }
        let parts = (1...count).reversed().map { "parts/\($0)-of-\(count).sqlite" }
        let merged = try winnow(["merge", "merged.sqlite"] + parts)
        #expect(merged.status == 0)
        #expect(merged.text.hasSuffix("\t16 of 16 cells\n"))
        #expect(try deterministic("merged.sqlite") == whole())
    }

    @Test func `parts killed again and again are finished by the same command`() throws {
        var generator = SystemRandomNumberGenerator()
        for index in 1...4 {
            // By the bytes it has written: at once, in the middle of a cell, between two.
            for kill in 0..<3 {
                let bytes = kill == 0 ? 1 : Int.random(in: 1...400_000, using: &generator)
                let file = "parts/\(index)-of-4.sqlite"
                let killed = try winnow.stopped(
                    by: "KILL", when: file + ".partial-wal", has: bytes, part(index, of: 4))
                #expect([0, 137].contains(killed.status))
                #expect(scratch.exists(file) == (killed.status == 0))
            }
            #expect(try winnow(part(index, of: 4)).status == 0)
            // What is done is not done again.
            let again = try winnow(part(index, of: 4))
            #expect(again.status == 0)
            #expect(again.messages.contains("is done already"))
        }
        let parts = (1...4).map { "parts/\($0)-of-4.sqlite" }
        #expect(try winnow(["merge", "merged.sqlite"] + parts + parts).status == 0)
        #expect(try deterministic("merged.sqlite") == whole())
        #expect(
            try winnow("doctor", "--db", "merged.sqlite").text.contains("fine\tmerged.sqlite: "))
        let files = try scratch.contents().filter { $0.hasPrefix("parts/") }
        #expect(files == parts.sorted())
    }

    @Test func `a part killed before it got its name gets it from the same command`() throws {
        #expect(try winnow(part(1, of: 1)).status == 0)
        let file = scratch.path + "/parts/1-of-1.sqlite"
        try FileManager.default.moveItem(atPath: file, toPath: file + ".partial")
        let finished = try winnow(part(1, of: 1))
        #expect(finished.status == 0, "\(finished.messages)")
        #expect(finished.text == "parts/1-of-1.sqlite\n")
        #expect(try scratch.contents().filter { $0.hasPrefix("parts/") } == ["parts/1-of-1.sqlite"])
        #expect(try deterministic("parts/1-of-1.sqlite") == whole())
    }

    @Test func `a part killed after it got its name leaves nothing`() throws {
        #expect(try winnow(part(1, of: 1)).status == 0)
        let file = scratch.path + "/parts/1-of-1.sqlite"
        try FileManager.default.copyItem(atPath: file, toPath: file + ".partial")
        for end in [".partial-wal", ".partial-shm", ".lock", ".whole"] {
            try scratch.file("parts/1-of-1.sqlite" + end, "")
        }
        let again = try winnow(part(1, of: 1))
        #expect(again.status == 0 && again.messages.contains("is done already"))
        #expect(try scratch.contents().filter { $0.hasPrefix("parts/") } == ["parts/1-of-1.sqlite"])
        #expect(try deterministic("parts/1-of-1.sqlite") == whole())
    }

    @Test func `of two processes at one part one does it`() throws {
        // The lock is what the first would hold; its file alone is none.
        try scratch.file("parts/1-of-1.sqlite.lock", "")
        let lock = scratch.path + "/parts/1-of-1.sqlite.lock"
        let second = try winnow.other(
            ["/usr/bin/flock", lock, winnow.path] + part(1, of: 1))
        #expect(second.status == 75)
        #expect(second.messages.contains("another process is at this part"))
        #expect(!scratch.exists("parts/1-of-1.sqlite.partial"))
        #expect(try winnow(part(1, of: 1)).status == 0)
        #expect(try scratch.contents().filter { $0.hasPrefix("parts/") } == ["parts/1-of-1.sqlite"])
    }

    @Test func `a part is whole though its partial file is read all the time`() throws {
        let script = """
            while [ ! -e stop ]; do
                "$1" report --list --db parts/1-of-1.sqlite.partial >/dev/null 2>&1
            done & "$@"; status=$?; touch stop; wait; exit $status
            """
        let run = try winnow.other(
            ["/bin/bash", "-c", script, "polled", winnow.path] + part(1, of: 1))
        #expect(run.status == 0, "\(run.messages)")
        #expect(try deterministic("parts/1-of-1.sqlite") == whole())
        #expect(try winnow("merge", "merged.sqlite", "parts/1-of-1.sqlite").status == 0)
        #expect(try deterministic("merged.sqlite") == whole())
    }

    @Test func `a comment added between two parts makes no other run of them`() throws {
        #expect(try winnow(part(1, of: 2)).status == 0)
        try scratch.file("m.yaml", "# More is known now.\n" + Recordings.matrix(repetitions: 4))
        #expect(try winnow(part(2, of: 2)).status == 0)
        let again = try winnow(part(1, of: 2))
        #expect(again.status == 0)
        #expect(again.messages.contains("is done already"))
        let parts = ["parts/1-of-2.sqlite", "parts/2-of-2.sqlite"]
        for (name, parts) in [("one", parts), ("two", parts.reversed())] {
            let merged = try winnow(["merge", name + ".sqlite"] + parts)
            #expect(merged.status == 0, "\(merged.messages)")
            #expect(merged.text.split(separator: "\n").count == 1)
            let cells = try #require(merged.text.firstMatch(of: /\t(\d+) of (\d+) cells\n$/))
            #expect(cells.1 == cells.2 && cells.2 != "0")
            #expect(try winnow("report", "--db", name + ".sqlite", "--out", name).status == 0)
        }
        #expect(try deterministic("one.sqlite") == whole())
        // Whatever came first, one text of the matrix is kept.
        #expect(try scratch.text("one/report.md") == scratch.text("two/report.md"))
    }

    @Test(.enabled(if: ChildTools.hasParallel))
    func `GNU parallel runs the parts and merges them`() throws {
        let run = try winnow(
            "submit", "--engine", "parallel", "m.yaml", "--shards", "4", "--corpora", "corpora",
            "--jobs", "2")
        #expect(run.status == 0)
        #expect(try deterministic(".winnow/shards/m.sqlite") == whole())
    }

    @Test func `a Slurm script is an array of the parts`() throws {
        let script = try winnow(
            "submit", "--engine", "slurm", "m.yaml", "--shards", "7", "--dry-run")
        #expect(script.status == 0)
        #expect(script.text.contains("#SBATCH --array=1-7\n"))
        #expect(
            script.text.contains(
                "--shard env/7 --db .winnow/shards/m.\"$SLURM_ARRAY_TASK_ID\"-of-7.sqlite"))
        try scratch.file("script", script.text)
        #expect(try winnow.other("/bin/bash", "-n", scratch.path + "/script").status == 0)
        #expect(try winnow("submit", "--engine", "slurm", "m.yaml", "--shards", "7").status == 64)
    }

    @Test func `a matrix that no part could run is refused before a script is made`() throws {
        try scratch.file("wrong.yaml", "name: x\naxes:\n  colour: [red]\n")
        let run = try winnow(
            "submit", "--engine", "slurm", "wrong.yaml", "--shards", "2", "--dry-run")
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(run.messages.contains("wrong.yaml:3:3: there is no axis 'colour'"))
    }

    @Test(arguments: [
        "a b.yaml", "$(touch made).yaml", "a\ntouch made\n#.yaml", "';touch made;'.yaml",
        "`touch made`.yaml", "{}.yaml", "a\\n'b.yaml",
    ])
    func `a script does what it says whatever the matrix is called`(name: String) throws {
        try scratch.file(name, Recordings.matrix(repetitions: 1))
        for engine in ["slurm", "parallel"] {
            let script = try winnow(
                "submit", "--engine", engine, name, "--shards", "2", "--corpora", "corpora",
                "--dry-run", "--out", "parts \(name.count)")
            #expect(script.status == 0)
            let file = try scratch.file("script", script.text).path
            // Its lines are those that it always has.
            #expect(script.text.split(separator: "\n").count == (engine == "slurm" ? 9 : 11))
            guard engine == "slurm" || ChildTools.hasParallel else { continue }
            for task in engine == "slurm" ? ["1", "2"] : ["1"] {
                let run = try winnow.other(
                    "/bin/bash", file,
                    environment: ["WINNOW": winnow.path, "SLURM_ARRAY_TASK_ID": task])
                #expect(run.status == 0, "\(run.messages)")
            }
        }
        #expect(!scratch.exists("made"))
        let parts = try scratch.contents().filter { $0.hasSuffix("-of-2.sqlite") }
        #expect(parts.count == 2 && parts.allSatisfy { $0.contains(name.dropLast(5)) })
    }

    @Test func `a file that holds other work is not taken for the part`() throws {
        #expect(try winnow(part(1, of: 3)).status == 0)
        let file = "parts/1-of-3.sqlite"
        let common = ["run", "m.yaml", "--corpora", "corpora", "--quiet", "--db", file]
        for other in [["--shard", "2/3"], ["--shard", "1/3", "--seed", "77"]] {
            let refused = try winnow(common + other)
            #expect(refused.status == 65)
            #expect(refused.messages.contains("\(file): holds other work than part"))
        }
        #expect(try winnow("merge", "new.sqlite", file, "missing.sqlite").status == 66)
        #expect(!scratch.exists("new.sqlite"))
    }

    @Test func `the number of a part can come from a scheduler`() throws {
        let run = try winnow(
            [
                "run", "m.yaml", "--corpora", "corpora", "--quiet", "--shard", "env/3", "--db",
                "one.sqlite",
            ], environment: ["JOB_COMPLETION_INDEX": "2"])
        #expect(run.status == 0)
        let unnamed = try winnow("run", "m.yaml", "--corpora", "corpora", "--shard", "1/3")
        #expect(unnamed.status == 64)
        #expect(unnamed.messages.contains("--shard writes a database of its part alone: name it"))
        #expect(!scratch.exists(".winnow"))
        let without = try winnow("run", "m.yaml", "--corpora", "corpora", "--shard", "env/3")
        #expect(without.status == 64)
        #expect(without.messages.contains("SLURM_ARRAY_TASK_ID"))
        #expect(try winnow("run", "m.yaml", "--corpora", "corpora", "--shard", "4/3").status == 64)
    }
}

/// What is not installed everywhere.
private enum ChildTools {
    static let hasParallel = FileManager.default.isExecutableFile(atPath: "/usr/bin/parallel")
}
