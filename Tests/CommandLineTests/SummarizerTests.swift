import Foundation
import Testing

/// The summarisers that a configuration can name, as the program wires them.
@Suite struct SummarizerTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try scratch.file("corpora/talk/long.jsonl", Recordings.long(turns: 60))
        try scratch.file("talk.jsonl", Recordings.long(turns: 60))
    }

    private func matrix(_ summarizers: String, limit: String = "800") -> String {
        """
        name: summaries
        seed: 7
        modes: [stateful]
        axes:
          condensation.summarizer: [\(summarizers)]
          chunks.size: [4]
          context.limit: [\(limit)]

        """
    }

    private func dump(_ arguments: String..., database: String) throws -> String {
        let run = try winnow(
            ["run", "m.yaml", "--quiet", "--corpora", "corpora", "--db", database] + arguments)
        #expect(run.status == 0, "\(run.messages)")
        return try winnow("dump", "--class", "D", database).text
    }

    /// The values of a metric in a dump, in its order.
    private func values(_ metric: String, in dump: String) -> [Int] {
        var values: [Int] = []
        for line in dump.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count > 7, fields[5] == metric else { continue }
            if let value = Int(fields[7]) { values.append(value) }
        }
        return values
    }

    @Test func `faults of a seed are the same twice, and some answers degrade`() throws {
        try scratch.file("m.yaml", matrix("extractive, faulty"))
        let first = try dump(database: "a.sqlite")
        #expect(try dump(database: "b.sqlite") == first)
        let degraded = values("summaries.degraded", in: first)
        #expect(degraded.count == 2 && degraded.contains(0) && degraded.contains { $0 > 0 })
    }

    @Test func `a recording that has nothing of a conversation degrades every answer`() throws {
        try scratch.file("m.yaml", matrix("recorded"))
        let first = try dump(database: "a.sqlite")
        #expect(try dump(database: "b.sqlite") == first)
        #expect(values("summaries", in: first).allSatisfy { $0 > 0 })
        #expect(values("summaries.degraded", in: first) == values("summaries", in: first))
        let condensed = try winnow(
            "condense", "--limit", "800", "--set", "condensation.summarizer=recorded", "talk.jsonl")
        #expect(condensed.status == 0)
        #expect(condensed.text.contains("not recorded"))
        #expect(condensed.messages.contains("requests for summaries are not recorded"))
    }

    @Test func `the shipped recording answers its matrix, the same twice`() throws {
        let matrix = try shipped("Benchmarks/Matrices/recorded.yaml")
        let corpora = try shipped("Corpora")
        var dumps: [String] = []
        for database in ["a.sqlite", "b.sqlite"] {
            let run = try winnow(
                "run", matrix, "--corpora", corpora, "--db", database, "--filter",
                "condensation.summarizer=recorded")
            #expect(run.status == 0 && !run.messages.contains("not recorded"), "\(run.messages)")
            dumps.append(try winnow("dump", "--class", "D", database).text)
        }
        #expect(dumps[0] == dumps[1])
        #expect(values("summaries", in: dumps[0]).contains { $0 > 0 })
    }

    /// Something of the working copy that the tests are of.
    private func shipped(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return root.appending(path: name).path
    }

    @Test(arguments: ["run", "condense"])
    func `a recording that is not there is named`(command: String) throws {
        try scratch.file("m.yaml", matrix("recorded"))
        let arguments =
            command == "run"
            ? ["run", "m.yaml", "--quiet", "--corpora", "corpora"]
            : ["condense", "--set", "condensation.summarizer=recorded", "talk.jsonl"]
        let missing = try winnow(arguments + ["--cassette", "nowhere.jsonl"])
        #expect(missing.status == 66)
        #expect(missing.messages.contains("nowhere.jsonl: cannot open it"))
        #expect(!scratch.exists(".winnow/results.sqlite"))
        try scratch.file("other.jsonl", #"{"messages":[]}"# + "\n")
        let other = try winnow(arguments + ["--cassette", "other.jsonl"])
        #expect(other.status == 66)
        #expect(other.messages.contains("does not begin as recorded summaries do"))
    }

    private let head = #"{"recording":"winnow summaries","version":1}"# + "\n"

    /// The line of an answer.
    private func entry(_ digit: String, _ model: String) -> String {
        let digest = String(repeating: digit, count: 64)
        return #"{"key":"\#(digest)","summarizer":"\#(model)","style":"conversation_summary","#
            + #""budget":9,"source":"\#(digest)","text":"All is well.","complete":true}"# + "\n"
    }

    @Test func `recordings of two models are refused, and so is an empty one`() throws {
        let head = #"{"recording":"winnow summaries","version":1}"# + "\n"
        let entry = { (digit: String, model: String) in
            let digest = String(repeating: digit, count: 64)
            return #"{"key":"\#(digest)","summarizer":"\#(model)","style":"conversation_summary","#
                + #""budget":9,"source":"\#(digest)","text":"All is well.","complete":true}"# + "\n"
        }
        try scratch.file("two.jsonl", head + entry("1", "one") + entry("2", "two"))
        try scratch.file("none.jsonl", head)
        let arguments = ["condense", "--set", "condensation.summarizer=recorded", "talk.jsonl"]
        let two = try winnow(arguments + ["--cassette", "two.jsonl"])
        #expect(two.status == 65)
        #expect(
            two.messages.contains("two.jsonl: answers of 2 models, expected those of one: one; two")
        )
        let none = try winnow(arguments + ["--cassette", "none.jsonl"])
        #expect(none.status == 65)
        #expect(none.messages.contains("none.jsonl: holds no recorded summary"))
    }

    @Test func `a recording that a killed process left is replayed, and told`() throws {
        try scratch.file("torn.jsonl", head + entry("1", "one") + entry("2", "one").prefix(99))
        let arguments = ["condense", "--set", "condensation.summarizer=recorded", "talk.jsonl"]
        let torn = try winnow(arguments + ["--cassette", "torn.jsonl"])
        #expect(torn.status == 0)
        #expect(torn.messages.contains("torn.jsonl: line 3 is torn"))
        try scratch.file("bad.jsonl", head + entry("2", "one").prefix(99) + "\n")
        let bad = try winnow(arguments + ["--cassette", "bad.jsonl"])
        #expect(bad.status == 65)
        #expect(bad.messages.contains("bad.jsonl: line 2: "))
    }

    @Test func `recording needs a summariser that can be recorded`() throws {
        let refused = try winnow("condense", "--record", "new.jsonl", "talk.jsonl")
        #expect(refused.status == 64)
        #expect(refused.messages.contains("--record: nothing to record"))
        #expect(!scratch.exists("new.jsonl"))
    }
}
