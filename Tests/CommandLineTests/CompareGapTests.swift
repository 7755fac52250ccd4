import Foundation
import Testing

/// What one run lacks is never silence.
@Suite struct CompareGapTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        for folder in ["both", "changed"] {
            try scratch.file("\(folder)/x/talk.jsonl", Recordings.chat)
            try scratch.file("\(folder)/y/calls.jsonl", Recordings.tools)
        }
        try scratch.file("one/x/talk.jsonl", Recordings.chat)
        try scratch.file(
            "changed/y/calls.jsonl", Recordings.tools.replacing("Oslo", with: "Bergen"))
        try scratch.file(
            "m.yaml",
            """
            name: nightly
            modes: [stateless]
            axes:
              management: ["off", legacy]
              context.limit: [30%]

            """)
    }

    /// Runs the matrix on a folder of corpora, and returns the run's name.
    private func run(_ corpora: String, _ more: String...) throws -> String {
        let run = try winnow(
            ["run", "m.yaml", "--corpora", corpora, "--quiet", "--db", "db.sqlite"] + more)
        #expect(run.status == 0, "\(run.messages)")
        let list = try winnow("report", "--list", "--db", "db.sqlite").text
        return try #require(list.split(separator: "\n").last?.split(separator: "\t").first)
            .description
    }

    private struct Verdict: Decodable {
        struct Gap: Decodable { let cell, why: String }
        let verdict, headline: String
        let complete: Bool
        let cells, cellsNotCompared: Int
        let notCompared: [Gap]
    }

    @Test(arguments: [
        ("both", "one", "only in the base"), ("one", "both", "only in the judged run"),
        ("both", "changed", "the recordings differ"),
    ])
    func `half that is gone stands in the headline, in JUnit and in the status`(
        _ first: String, _ second: String, _ why: String
    ) throws {
        let base = try run(first)
        let head = try run(second)
        let arguments = ["compare", base, head, "--db", "db.sqlite"]
        let found = try winnow(arguments + ["--strict", "--json", "--junit", "junit.xml"])
        #expect(found.status == 5)
        #expect(
            found.messages.contains("winnow: 2 of 4 cells not compared; exact results equal\n"))
        let verdict = try JSONDecoder().decode(Verdict.self, from: found.output)
        #expect(verdict.verdict == "unchanged" && !verdict.complete)
        #expect(verdict.cells == 2 && verdict.cellsNotCompared == 2)
        #expect(verdict.notCompared.allSatisfy { $0.why == why && $0.cell.hasPrefix("corpus=y,") })
        let junit = try scratch.text("junit.xml")
        #expect(junit.contains("skipped=\"2\""))
        #expect(junit.ranges(of: "<skipped message=\"not compared: \(why)\"/>").count == 2)
        let report = try scratch.text(".winnow/comparison/comparison.md")
        #expect(report.contains("**2 of 4 cells not compared; exact results equal**"))
        // Without --strict the headline says so all the same.
        let lenient = try winnow(arguments)
        #expect(lenient.status == 0 && lenient.messages.contains("2 of 4 cells not compared"))
    }

    @Test func `complete runs of one program are no gap`() throws {
        let (base, head) = (try run("both"), try run("both"))
        let found = try winnow("compare", base, head, "--db", "db.sqlite", "--strict")
        #expect(found.status == 0 && !found.messages.contains("not compared"))
    }

    @Test func `a series that the latest run lacks is gone until that is accepted`() throws {
        for _ in 1...2 { _ = try run("both") }
        #expect(try winnow("history", "--db", "db.sqlite", "--strict").status == 0)
        let half = try run("one")
        let gone = try winnow("history", "--db", "db.sqlite", "--strict", "--report", "out")
        #expect(gone.status == 5, "\(gone.messages)")
        let lines = gone.text.split(separator: "\n")
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0.hasPrefix("gone\ty stateless management=") })
        #expect(gone.messages.contains(" \(lines.count) gone"))
        #expect(try scratch.text("out/history.md").contains("## Gone"))
        let json = try winnow("history", "--db", "db.sqlite", "--json")
        #expect(json.status == 0)
        #expect(json.text.hasPrefix("{\"verdict\":\"unchanged\",\"complete\":false,"))
        #expect(json.text.contains("\"state\":\"gone\""))
        let accepted = try winnow(
            "history", "--db", "db.sqlite", "--strict", "--pin", half, "--report", "out")
        #expect(accepted.status == 0)
        #expect(accepted.text.isEmpty)
        // What comes back is judged again.
        _ = try run("both")
        #expect(try winnow("history", "--db", "db.sqlite", "--strict").status == 0)
    }

    @Test func `recordings that changed end their series`() throws {
        _ = try run("both")
        _ = try run("changed")
        let gone = try winnow("history", "--db", "db.sqlite", "--strict")
        #expect(gone.status == 5)
        #expect(gone.text.split(separator: "\n").allSatisfy { $0.hasPrefix("gone\ty ") })
        #expect(gone.text.contains(" (other recordings)\t"))
    }

    @Test func `two settings are judged by results before times`() throws {
        try scratch.file("one/z/long.jsonl", Recordings.long(turns: 40))
        let found = try winnow(
            "compare", "management=off", "management=legacy", "--matrix", "m.yaml", "--corpora",
            "one", "--blocks", "16", "--quiet", "--json", "--junit", "junit.xml")
        #expect([0, 2].contains(found.status), "\(found.messages)")
        let line = try #require(found.messages.split(separator: "\n").last)
        let times = try #require(line.range(of: "; times: "))
        let results = try #require(
            line.range(of: "management=legacy against management=off: costs "))
        #expect(results.lowerBound < times.lowerBound)
        let report = try scratch.text(".winnow/comparison/comparison.md")
        let heading = try #require(report.range(of: "## Exact results"))
        #expect(heading.lowerBound < (try #require(report.range(of: "## CPU time"))).lowerBound)
        let verdict = try JSONDecoder().decode(Verdict.self, from: found.output)
        #expect(verdict.complete && verdict.cells == 2)
        #expect(try scratch.text("junit.xml").contains("classname=\"exact\" name=\"bill\""))
    }
}
