import Foundation
import Testing

@Suite struct RunCommandTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
    }

    private let small = ["run", "small.yaml", "--corpora", "corpora"]

    private func deterministic(_ run: String? = nil, of database: String) throws -> String {
        let name = run.map { ["--run", $0] } ?? []
        let dump = try winnow(["dump", "--class", "D", database] + name)
        #expect(dump.status == 0)
        return dump.text
    }

    private func runs(in database: String) throws -> [String] {
        try winnow("report", "--list", "--db", database).text.split(separator: "\n").map {
            String($0.prefix { $0 != "\t" })
        }
    }

    @Test func `runs are stored beside each other, reported, and equal`() throws {
        let first = try winnow(small)
        #expect(first.status == 0)
        #expect(first.tellsReport)
        // On a busy machine even these few cells can take ten seconds.
        let said = first.messages.split(separator: "\n")
        #expect(said.filter { !$0.contains(" cells done after ") } == [])
        let found = try scratch.contents().filter { $0.hasPrefix(".winnow/") }
        #expect(found.contains(".winnow/results.sqlite"))
        #expect(found.contains { $0.hasPrefix(".winnow/runs/") && $0.hasSuffix("/report.md") })
        #expect(!found.contains { $0.hasSuffix("-wal") || $0.hasSuffix("-shm") })

        let second = try winnow(small + ["--workers", "4", "--report", "again"])
        #expect(second.text == "again/report.md\n")
        let runs = try runs(in: ".winnow/results.sqlite")
        #expect(runs.count == 2 && Set(runs).count == 2)
        let lines = try deterministic(of: ".winnow/results.sqlite")
        #expect(try deterministic(runs[0], of: ".winnow/results.sqlite") == lines)
        #expect(lines.split(separator: "\n").filter { $0.contains("\trequests\t") }.count == 16)

        let report = try winnow("report", runs[0], "--out", "old")
        #expect(report.text == "old/report.md\n")
        #expect(try scratch.text("old/report.md") == scratch.text(".winnow/runs/latest/report.md"))
        for command in ["report", "dump"] {
            let option = command == "dump" ? ["--run"] : []
            let refused = try winnow([command] + option + ["20200101-000000-0000"])
            #expect(refused.status == 64)
            #expect(refused.text.isEmpty)
            #expect(refused.messages.contains("has no run '20200101-000000-0000'"))
        }
    }

    @Test func `what is measured is what the recordings hold`() throws {
        #expect(try winnow(small + ["--quiet", "--filter", "cache.count=on"]).status == 0)
        let lines = try deterministic(of: ".winnow/results.sqlite").split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(lines.allSatisfy { $0.count == 8 })
        // What is exact belongs to no repetition.
        #expect(lines.allSatisfy { $0[4].isEmpty })
        #expect(lines.allSatisfy { $0[0].count == 64 && $0[1].count == 64 && $0[3] == "5" })
        let values = { (name: String) in Set(lines.filter { $0[5] == name }.map { $0[7] }) }
        #expect(values("conversations") == ["1", "2"])
        // `one` has two answers, `two` has one; the call and what follows it are two.
        #expect(values("requests") == ["2", "3"])
        #expect(values("output.sha256").allSatisfy { $0.count == 64 })
    }

    @Test func `a dry run lists the cells and writes nothing`() throws {
        let before = try scratch.contents()
        let all = try winnow(small + ["--dry-run"])
        #expect(all.status == 0)
        let lines = all.text.split(separator: "\n")
        #expect(lines.count == 17)
        #expect(
            lines.last == "16 cells: 2 corpora, 4 configurations, 2 modes, 2 repetitions")
        let some = try winnow(
            small + ["--dry-run", "--filter", "corpus=chat,mode=stateful,counter=cl100k_base"])
        let kept = some.text.split(separator: "\n")
        #expect(
            kept.last == "2 cells: 1 corpus, 2 configurations, 1 mode, 2 repetitions")
        #expect(
            kept.dropLast()
                == lines.filter {
                    $0.hasPrefix("chat  stateful  counter=cl100k_base ")
                }[...])
        #expect(try scratch.contents() == before)
    }

    @Test func `what a matrix leaves alone is named in every cell`() throws {
        try scratch.file(
            "more.yaml",
            "name: more\naxes: {management: [full], chunks.size: [8]}\ninclude: [{chunks.size: 4}]\n"
        )
        let listing = try winnow("run", "more.yaml", "--corpora", "corpora", "--dry-run").text
        let cells = listing.split(separator: "\n").dropLast()
        #expect(cells.contains { $0.contains("chunks.size=4") })
        for name in ["counter=", "image.rule=", "cache.count=", "context.limit="] {
            #expect(cells.allSatisfy { $0.contains(" " + name) })
        }
    }

    @Test func `another seed gives another order`() throws {
        let listings = try [["--seed", "1"], ["--seed", "1"], ["--seed", "2"]].map {
            try winnow(small + ["--dry-run"] + $0).text
        }
        #expect(listings[0] == listings[1])
        #expect(listings[0] != listings[2])
    }

    @Test func `without a terminal, too, a run says how far it is, unless it is quiet`() throws {
        let run = try winnow(small + ["--progress-silence", "0"])
        #expect(run.status == 0)
        let lines = run.messages.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("winnow: reading chat, ") })
        let cells = try winnow(small + ["--dry-run"]).text.split(separator: "\n").count - 1
        #expect(cells >= 16)
        for done in 0..<cells {
            let corpus = done < cells / 2 ? "chat" : "tools"
            let line = "winnow: \(done) of \(cells) cells done after "
            #expect(lines.contains { $0.hasPrefix(line) && $0.hasSuffix(corpus) })
        }
        #expect(lines.last?.hasSuffix(": writing the report") == true)
        #expect(!run.messages.contains("\u{1B}"))
        let quiet = try winnow(small + ["--progress-silence", "0", "--quiet"])
        #expect(quiet.status == 0 && quiet.messages.isEmpty)
        #expect(try winnow(small + ["--progress-silence", "-1"]).status == 64)
    }

    @Test func `a record that cannot be read is told and the rest is replayed`() throws {
        let broken = Recordings.chat + #"{"id":"bad","messages":[{"role":"user"},{"role":7}]}"#
        try scratch.file("broken/chat/talk.jsonl", broken + "\n")
        try scratch.file("broken/chat/notes.bin", Data([0, 1, 2, 3]))
        try scratch.file("broken/stray.txt", "beside")
        let run = try winnow("run", "small.yaml", "--corpora", "broken")
        #expect(run.status == 0)
        #expect(run.messages.contains("chat/talk.jsonl:3: messages[1].role: expected"))
        #expect(run.messages.contains("chat/notes.bin: no known format, not read"))
        #expect(run.messages.contains("stray.txt: beside the corpora, not read"))
        let dump = try deterministic(of: ".winnow/results.sqlite").split(separator: "\n")
        let conversations = dump.filter { $0.contains("\tconversations\t") }
        #expect(conversations.count == 8)
        #expect(conversations.allSatisfy { $0.hasSuffix("\t2") })

        let strict = try winnow(
            "run", "small.yaml", "--corpora", "broken", "--strict", "--db", "strict.sqlite")
        #expect(strict.status == 65)
        #expect(strict.messages.contains("chat/talk.jsonl:3: messages[1].role: expected"))
        #expect(strict.messages.contains("3 files or records cannot be read"))
        #expect(!scratch.exists("strict.sqlite"))
    }
}
