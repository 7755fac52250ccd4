import Foundation
import Testing

@Suite struct CorpusSessionTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        for number in 1...3 {
            try scratch.file("corpora/screens/s1/\(number).json", Self.step(number))
        }
        let rejected = Self.step(2).replacing("\"LLM_response\": \"raw\", ", with: "")
        try scratch.file("corpora/screens/s1/2_neg.json", rejected)
        try scratch.file("corpora/screens/s1/images/1.gif", Data("GIF89a".utf8 + [3, 0, 2, 0]))
        try scratch.file(
            "corpora/times/trace.csv",
            """
            TIMESTAMP,ContextTokens,GeneratedTokens
            2023-11-16 18:15:46.6805900,374,44
            2023-11-16 18:15:50.9951690,396,109
            """)
    }

    private static func step(_ number: Int) -> String {
        """
        {"session_id": "s1", "saved_image_name": "1970-01-01_00-00-0\(number)-0.jpg",
         "send_prompt": "Do step \(number).", "LLM_response": "raw", "LLM_response_editer": "Done."}
        """
    }

    @Test func `steps of a folder are one conversation and all else is known`() throws {
        let list = try winnow("corpus", "list", "--corpora", "corpora")
        #expect(list.messages.isEmpty)
        let lines = list.text.split(separator: "\n")
        #expect(lines.dropFirst().first?.hasPrefix("screens\t1\t1\t6\t3\t") == true)
        #expect(lines.last == "times\t0\t0\t0\t0\t0\t0\t0\t0")
        let stats = try winnow("corpus", "stats", "--corpora", "corpora").text
        #expect(stats.contains("screens/s1\tscreenagent\t1\t1\t6\t3\t0\t0\t3\t"))
    }

    @Test func `a session is imported as one line`() throws {
        let folder = "corpora/screens/s1/"
        let run = try winnow(
            "corpus", "import", folder + "1.json", folder + "2.json", folder + "2_neg.json",
            folder + "3.json")
        #expect(run.status == 0)
        #expect(run.text.split(separator: "\n").count == 1)
        #expect(run.messages.contains("2_neg.json: holds a rejected step, passed over"))
        let alone = try winnow("corpus", "import", folder + "2_neg.json")
        #expect(alone.status == 65)
        #expect(alone.messages.contains("no conversation"))
    }

    @Test func `a manifest may tell of a folder and of a trace`() throws {
        let entry = """
            {"entries": [{"path": "screens/s1", "conversations": 1, "messages": 9, "images": 3,
              "tokens_cl100k": 21, "longest_conversation": {"tokens": 21}},
             {"path": "times/trace.csv", "requests": 3}]}
            """
        try scratch.file("corpora/manifest.json", entry)
        let run = try winnow("corpus", "verify", "--corpora", "corpora")
        #expect(run.status == 65)
        #expect(
            run.text == """
                screens/s1\tas it should be
                times/trace.csv\trequests: expected 3, found 2

                """)
    }

    @Test func `a run can follow a trace beside the corpora`() throws {
        try scratch.file(
            "m.yaml",
            """
            name: arrivals
            axes:
              replay.arrivals: [closed, "trace:times/trace.csv"]
            """)
        let run = try winnow("run", "m.yaml", "--corpora", "corpora", "--db", "r.sqlite", "--quiet")
        #expect(run.status == 0, "\(run.messages)")
        let dump = try winnow("dump", "r.sqlite").text
        let lags = dump.split(separator: "\n").filter { $0.contains("schedule.lag.max") }
        #expect(lags.count == 2)
        let report = try scratch.text(".winnow/runs/latest/report.md")
        #expect(report.contains("## Arrivals"))
        #expect(report.contains("`trace:times/trace.csv`"))
    }

    @Test func `a trace that is not there fails its cells by name`() throws {
        try scratch.file("m.yaml", "name: n\naxes:\n  replay.arrivals: [\"trace:times/no.csv\"]\n")
        let run = try winnow("run", "m.yaml", "--corpora", "corpora", "--db", "r.sqlite", "--quiet")
        #expect(run.status == 6)
        let report = try scratch.text(".winnow/runs/latest/report.md")
        #expect(report.contains("times/no.csv: cannot open it"))
    }
}
