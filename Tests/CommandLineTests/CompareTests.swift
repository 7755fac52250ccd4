import Foundation
import GRDB
import Testing

@Suite struct CompareTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
        try scratch.file("corpora/long/long.jsonl", Recordings.referring(turns: 60))
        try scratch.file("m.yaml", matrix)
    }

    private let matrix = """
        name: nightly
        modes: [stateless]
        axes:
          management: ["off", legacy]
          context.limit: [30%]

        """

    /// Runs the matrix into a database, and returns the run's name.
    private func run(_ more: String...) throws -> String {
        let run = try winnow(
            ["run", "m.yaml", "--corpora", "corpora", "--quiet", "--db", "db.sqlite"] + more)
        #expect(run.status == 0)
        let list = try winnow("report", "--list", "--db", "db.sqlite").text
        return try #require(list.split(separator: "\n").last?.split(separator: "\t").first)
            .description
    }

    @Test func `two runs of one program are equal, and an injected loss is found`() throws {
        let first = try run()
        let second = try run()
        let equal = try winnow("compare", first, second, "--db", "db.sqlite")
        #expect(equal.status == 0)
        #expect(equal.text == ".winnow/comparison/comparison.md\n")
        #expect(equal.messages.contains("exact results equal"))
        let unpinned = try winnow("compare", "baseline", second, "--db", "db.sqlite")
        #expect(unpinned.status == 64)
        #expect(unpinned.messages.contains("winnow history --pin RUN --db db.sqlite"))
        #expect(try winnow("history", "--db", "none.sqlite", "--pin", first).status == 66)
        #expect(!scratch.exists("none.sqlite"))
        #expect(try winnow("history", "--db", "db.sqlite", "--pin", first).status == 0)
        let worse = try run("--plant-loss", "0.01")
        let found = try winnow("compare", "baseline", worse, "--db", "db.sqlite")
        #expect(found.status == 2)
        let line = "winnow: \(worse) against \(first): loses "
        #expect(found.messages.contains(line), "\(found.messages)")
        #expect(found.messages.contains("more references (too few to be sure: "))
        #expect(found.messages.contains("; exact results: 2 worse\n"))
        let text = try scratch.text(".winnow/comparison/comparison.md")
        #expect(text.contains("| `references.lost` | **worse** |"))
        #expect(text.contains("| `references.visible` | **worse** |"))
        let page = try scratch.text(".winnow/comparison/comparison.html")
        #expect(page.contains("<code>references.lost</code></td><td><strong>worse</strong>"))
        let better = try winnow(
            "compare", worse, first, "--db", "db.sqlite", "--tell-improvement")
        #expect(better.status == 4)
    }

    @Test func `the latest run is called so wherever a run is named`() throws {
        let first = try run()
        let second = try run("--plant-loss", "0.01")
        let named = try winnow("compare", first, second, "--db", "db.sqlite", "--json")
        let latest = try winnow("compare", first, "latest", "--db", "db.sqlite", "--json")
        #expect(latest.status == 2 && latest.text == named.text, "\(latest.messages)")
        #expect(try winnow("compare", "latest", first, "--db", "db.sqlite").status == 0)
        let none = try winnow("compare", "latest", "latest", "--db", "none.sqlite")
        #expect(none.status == 66 && none.messages.contains("'latest' is a run, and there is no"))
        let pinned = try winnow("history", "--db", "db.sqlite", "--pin", "latest")
        #expect(pinned.messages.contains(second))
        let dump = try winnow("dump", "--run", second, "db.sqlite").text
        #expect(!dump.isEmpty)
        #expect(try winnow("dump", "--run", first, "db.sqlite").text != dump)
        for arguments in [
            ["--run", "latest", "db.sqlite"], ["db.sqlite"], ["latest", "--db", "db.sqlite"],
            [second, "--db", "db.sqlite"], ["--db", "db.sqlite"],
        ] {
            #expect(try winnow(["dump"] + arguments).text == dump, "\(arguments)")
        }
        #expect(try winnow("dump", "nowhere", "--db", "db.sqlite").status == 64)
        #expect(try winnow("dump", "a", "--run", "b", "--db", "db.sqlite").status == 64)
        // Without --db it is a run of the standard database, unless there is such a file.
        #expect(try winnow("dump", "latest").messages.contains(".winnow/results.sqlite"))
        let words = try winnow("report", "latest", "--db", "db.sqlite").text
        #expect(words == ".winnow/runs/\(second)/report.md\n")
    }

    @Test func `runs have a folder each, whatever they are called`() throws {
        let names = ["a/b", "a_b", "a=2Fb", "=latest", "../up", "", "é", "latest"]
        for name in names {
            _ = try run()
            let database = try DatabaseQueue(path: scratch.path + "/db.sqlite")
            try database.write {
                try $0.execute(
                    sql: "UPDATE run SET name = ? WHERE id = (SELECT max(id) FROM run)",
                    arguments: [name])
            }
            try database.close()
        }
        try FileManager.default.removeItem(atPath: scratch.path + "/.winnow")
        let paths = try names.map { name in
            let run = try winnow("report", name, "--db", "db.sqlite")
            #expect(run.status == 0, "\(run.messages)")
            return run.text
        }
        #expect(Set(paths).count == names.count)
        #expect(paths[0] == ".winnow/runs/a=2Fb/report.md\n")
        #expect(paths[1] == ".winnow/runs/a_b/report.md\n")
        for path in paths {
            #expect(path.hasPrefix(".winnow/runs/") && path.split(separator: "/").count == 4)
            #expect(scratch.exists(String(path.dropLast())))
        }
    }

    @Test func `the history shows a loss since the run before`() throws {
        for _ in 1...2 { _ = try run() }
        let quiet = try winnow("history", "--db", "db.sqlite")
        #expect(quiet.status == 0)
        #expect(quiet.text.isEmpty)
        _ = try run("--plant-loss", "0.01")
        let found = try winnow("history", "--db", "db.sqlite", "--report", "out")
        #expect(found.status == 2)
        #expect(found.text.hasPrefix("regressed\t"))
        #expect(found.text.contains("management=legacy references.lost"))
        #expect(try scratch.text("out/history.md").contains("](history-news.svg)"))
        #expect(try scratch.text("out/history-news.svg").contains("regressed: "))
        #expect(try scratch.text("out/history.html").contains(">Regressed</h2>"))
        #expect(try winnow("history", "nothing", "--db", "db.sqlite").status == 64)
        #expect(try winnow("history", "--db", "db.sqlite", "--matrix", "other").status == 66)
    }

    @Test func `what is no run, setting or revision is refused`() throws {
        let first = try run()
        let found = try winnow("compare", first, "no-such-thing", "--db", "db.sqlite")
        #expect(found.status == 64)
        #expect(found.messages.contains("no-such-thing"))
        #expect(try winnow("compare", first, first, "--threshold", "0").status == 64)
        // What only measuring anew can heed.
        for option in ["--threshold", "--blocks", "--seed", "--matrix"] {
            let stored = try winnow("compare", first, first, option, "16", "--db", "db.sqlite")
            #expect(stored.status == 64)
            #expect(stored.messages.contains("\(option) goes with revisions and settings"))
        }
        let settings = try winnow(
            "compare", "management=off", "management=zzz", "--matrix", "m.yaml", "--corpora",
            "corpora")
        #expect(settings.status == 64)
        #expect(settings.messages.contains("no cell has management=zzz"))
    }

    private func runCount() throws -> Int {
        try winnow("report", "--list", "--db", "db.sqlite").text.split(separator: "\n").count
    }

    @Test func `claims are judged by stored runs`() throws {
        _ = try run()
        try scratch.file(
            "claims.yaml",
            """
            - {id: known, document: 1 Doc, section: s, quote: all, meaning: counts, matrix: nightly,
               cells: {mode: stateless}, ratio: {of: cache.count.hits, to: requests}, predicate: ">= 0.5"}
            - {id: never, document: 1 Doc, section: s, quote: some, meaning: none, unmeasurable: no model,
               needs: taste}

            """)
        try scratch.file("Benchmarks/Matrices/default.yaml", matrix)
        try scratch.file("Benchmarks/Matrices/nightly.yaml", matrix)
        let arguments = [
            "claims", "--claims", "claims.yaml", "--corpora", "corpora", "--db", "db.sqlite",
            "--report", "out",
        ]
        let found = try winnow(arguments)
        #expect(found.status == 0)
        #expect(found.text == "out/claims.md\n")
        #expect(found.messages.contains("2 claims: 1 unproven, 1 not measurable here"))
        #expect(try scratch.text("out/claims.md").contains("too few"))
        #expect(try scratch.text("out/claims.html").contains("too few"))
        // A comment changes no cell; an axis does, and what is stored tells nothing about it.
        try scratch.file("Benchmarks/Matrices/nightly.yaml", "# As it was.\n" + matrix)
        _ = try winnow(arguments)
        #expect(try runCount() == 1)
        try scratch.file("Benchmarks/Matrices/nightly.yaml", matrix + "  cache.count: [off]\n")
        let anew = try winnow(arguments)
        #expect(anew.status == 0, "\(anew.messages)")
        #expect(try runCount() == 2)
        #expect(!scratch.exists("out/report.md"))
        #expect(try scratch.text("out/claims.svg").contains("unproven: "))
        try scratch.file(
            "claims.yaml",
            """
            - {id: slip, document: 1 Doc, section: s, quote: all, meaning: counts, matrix: nightly,
               cells: {mode: statless}, ratio: {of: cache.count.hits, to: requests}, predicate: ">= 0.5"}

            """)
        let misspelt = try winnow(arguments)
        #expect(misspelt.status == 65)
        #expect(misspelt.messages.contains("claim 'slip': no cell of the matrix 'nightly'"))
        try scratch.file("claims.yaml", "- {id: a}")
        let refused = try winnow(arguments)
        #expect(refused.status == 65)
        #expect(refused.messages.contains("claims.yaml:1:"))
    }
}
