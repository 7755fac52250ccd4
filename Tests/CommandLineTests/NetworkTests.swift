import Foundation
import Testing

/// `winnow` has no network stack; `winnow-http` beside it does what needs one.
@Suite struct NetworkTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try scratch.file("corpora/talk/long.jsonl", Recordings.long(turns: 60))
        try scratch.file("talk.jsonl", Recordings.long(turns: 60))
        try scratch.file("m.yaml", matrix)
    }

    private let matrix = """
        name: summaries
        seed: 7
        modes: [stateful]
        axes:
          condensation.summarizer: [extractive, http]
          context.limit: [800]

        """

    private let asking = ["condense", "talk.jsonl", "--set", "condensation.summarizer=http"]
    private let running = ["run", "m.yaml", "--quiet", "--corpora", "corpora"]

    /// The program, copied beside a `winnow-http` that only says what it was given.
    private func besideTeller() throws -> Program {
        let program = try winnow.copied(to: "bin/winnow")
        let script = """
            #!/bin/bash
            printf 'argument %s\\n' "$@"
            echo "mark $MARK"
            echo "pid $$, parent's $PPID" >&2
            cat
            exit 5

            """
        let path = try scratch.file("bin/winnow-http", script).path
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return program
    }

    /// What the teller says of arguments and standard input.
    private func told(_ arguments: [String], mark: String = "", input: String = "") -> String {
        arguments.map { "argument \($0)\n" }.joined() + "mark \(mark)\n" + input
    }

    @Test func `without a program with the network a model behind HTTP says how to build one`()
        throws
    {
        let alone = try winnow.copied(to: "bin/winnow")
        let recording = [
            "condense", "talk.jsonl", "--set", "condensation.summarizer=recorded", "--record",
            "new.jsonl",
        ]
        for arguments in [asking, recording, running] {
            let refused = try alone(arguments)
            #expect(refused.status == 64)
            #expect(
                refused.messages.contains("`swift build -c release --product winnow-http`"),
                "\(refused.messages)")
        }
        #expect(!scratch.exists("new.jsonl"))
        #expect(!scratch.exists(".winnow/results.sqlite"))
    }

    @Test func `the program with the network gets arguments, environment and streams`() throws {
        let program = try besideTeller()
        for arguments in [asking + ["--model", "a b", "--conversation", ""], running] {
            let handed = try program(arguments, environment: ["MARK": "here"])
            #expect(handed.status == 5)
            #expect(handed.text == told(arguments, mark: "here"))
            #expect(handed.messages.hasPrefix("pid "))
        }
    }

    @Test func `what was read of standard input is there again`() throws {
        let program = try besideTeller()
        let talk = Recordings.long(turns: 60)
        let conversation = ["condense", "-", "--set", "condensation.summarizer=http"]
        #expect(try input(conversation, talk, to: program) == told(conversation, input: talk))
        let matrixFrom = ["run", "-", "--corpora", "corpora"]
        #expect(try input(matrixFrom, matrix, to: program) == told(matrixFrom, input: matrix))
        let settings = "# ours\ncondensation:\n  summarizer: http\n"
        let settingsFrom = ["condense", "talk.jsonl", "--settings", "-"]
        #expect(
            try input(settingsFrom, settings, to: program) == told(settingsFrom, input: settings))
    }

    /// What the program prints, given a text by a pipe; the same by a file.
    private func input(_ arguments: [String], _ text: String, to program: Program) throws -> String
    {
        try scratch.file("input", text)
        let pipe = try program.other(
            ["/bin/bash", "-c", #"cat input | bin/winnow "$@""#, "piped"] + arguments)
        let file = try program.other(
            ["/bin/bash", "-c", #"bin/winnow "$@" <input"#, "redirected"] + arguments)
        #expect(pipe.text == file.text)
        return pipe.text
    }

    @Test func `what needs no model is not handed over`() throws {
        let program = try besideTeller()
        let filter = ["--filter", "condensation.summarizer=extractive"]
        let run = try program(running + filter)
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.text.hasSuffix("report.md\n"))
        let listed = try program(["run", "m.yaml", "--corpora", "corpora", "--dry-run"])
        #expect(listed.status == 0)
        #expect(listed.text.contains("condensation.summarizer=http"))
        let condensed = try program(["condense", "talk.jsonl", "--limit", "800"])
        #expect(condensed.status == 0)
        #expect(condensed.text.hasPrefix("risk "))
    }

    @Test func `what is missing to ask a model is named, and no key is printed`() throws {
        let address = try winnow(asking)
        #expect(address.status == 66 && address.messages.contains("SERVER_URL"))
        let model = try winnow(asking + ["--endpoint", "http://127.0.0.1:9/v1"])
        #expect(model.status == 66 && model.messages.contains("SERVER_MODEL"))
        let key = try winnow(asking + ["--endpoint", "https://127.0.0.1:9/v1", "--model", "m"])
        #expect(key.status == 66 && key.messages.contains("SERVER_API_KEY"))
        let odd = try winnow(
            asking + ["--endpoint", "nowhere", "--model", "m"],
            environment: ["SERVER_API_KEY": "very-secret"])
        #expect(odd.status == 64 && odd.messages.contains("endpoint baseURL"))
        #expect(!(odd.messages + odd.text).contains("very-secret"))
    }

    @Test func `a model's answer becomes the summary`() throws {
        let server = try LoopbackServer(
            [
                "v1/chat/completions": """
                {"choices":[{"index":0,"message":{"role":"assistant","content":"Turns 1, 2, 3, 4, \
                5 and 6 had a word or two more, that is all."},"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":21,"completion_tokens":4}}
                """
            ], .whole)
        let run = try winnow(
            asking + [
                "--limit", "1200", "--json", "--endpoint", server.base + "v1", "--model", "small",
                "--record", "asked.jsonl",
            ])
        #expect(run.status == 0, "\(run.messages)")
        #expect(server.starts.count >= 1)
        #expect(run.messages.contains("asked.jsonl: \(server.starts.count) answers recorded"))
        #expect(run.text.contains("Turns 1, 2, 3, 4, 5 and 6 had a word"))
        let replayed = try winnow(
            "condense", "talk.jsonl", "--set", "condensation.summarizer=recorded", "--cassette",
            "asked.jsonl", "--limit", "1200", "--json")
        #expect(replayed.status == 0 && replayed.messages.isEmpty, "\(replayed.messages)")
        #expect(replayed.text.contains("Turns 1, 2, 3, 4, 5 and 6 had a word"))
    }
}
