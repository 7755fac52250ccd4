import Foundation
import Testing

/// What `winnow condense` is told of a conversation.
@Suite struct CondenseTests {
    let winnow: Program

    init() throws {
        winnow = try Program(in: Scratch())
        let messages = (0..<24).map { index in
            let role = index % 2 == 0 ? "user" : "assistant"
            let text = String(repeating: "number \(index) says so again ", count: 30)
            return #"{"role":"\#(role)","content":[{"type":"text","text":"\#(text)"}]}"#
        }
        let last = #"{"role":"user","content":"and now?"}"#
        let list = (messages + [last]).joined(separator: ",")
        try winnow.scratch.file(
            "a.json", #"{"system":"Be brief.","max_tokens":9,"messages":[\#(list)]}"#)
    }

    @Test func `a message is pinned by its number in the file`() throws {
        let run = try winnow("condense", "a.json", "--limit", "900", "--pin", "7", "--json")
        #expect(run.status == 0, "\(run.messages)")
        let whole = String(repeating: "number 6 says so again ", count: 30)
        #expect(run.text.contains(whole))
        #expect(!run.text.contains(whole.replacing("6", with: "5")))
        for place in ["0", "26"] {
            let outside = try winnow("condense", "a.json", "--limit", "900", "--pin", place)
            #expect(outside.status == 64 && outside.messages.contains("messages 1 to 25"))
        }
        #expect(try winnow("condense", "a.json", "--limit", "900", "--pin", "25").status == 0)
    }

    @Test func `a limit may be a share of the conversation's size`() throws {
        let share = try winnow("condense", "a.json", "--limit", "30%", "--json").json
        let original = try #require(share["originalTokens"] as? Int)
        let final = try #require(share["finalTokens"] as? Int)
        #expect(final <= original * 3 / 10 && final > original / 10)
        let tokens = try winnow("condense", "a.json", "--limit", "\(original * 3 / 10)", "--json")
        #expect(try tokens.json["finalTokens"] as? Int == final)
    }

    @Test(arguments: [["condense"], ["compact", "--tier", "FAST"]])
    func `whatever else the request says cannot be taken for what the program says`(
        command: [String]
    ) throws {
        let own = try winnow(command + ["a.json", "--json"]).json
        let names = [
            "trace", "risk", "strategy", "cost", "costAtTier", "overflow", "shortfall", "cache",
            "dictionary", "conversation", "model", "finalTokens",
        ]
        let theirs = names.map { "\"\($0)\":\"theirs\"" }.joined(separator: ",")
        try winnow.scratch.file(
            "b.json",
            #"{\#(theirs),"messages":[{"role":"user","content":"hello"}],"#
                + #""tools":[{"type":"function","function":{"name":"look"}}]}"#)
        let object = try winnow(command + ["b.json", "--json"]).json
        #expect((object["tools"] as? [Any])?.count == 1)
        #expect(object["strategy"] as? String == "monitor_only")
        // Nothing of theirs stands beside what is said of any conversation, and nothing is lost.
        let beside = Set(object.keys).subtracting(["messages", "tools", "conversation"])
        #expect(beside.isSubset(of: own.keys))
        #expect(beside.allSatisfy { object[$0] as? String != "theirs" })
        let kept = try #require(object["conversation"] as? [String: String])
        #expect(kept == Dictionary(uniqueKeysWithValues: names.map { ($0, "theirs") }))
    }

    @Test func `of two conversations of one id either can be chosen, by its place`() throws {
        func line(_ id: String, _ text: String) -> String {
            #"{"id":"\#(id)","messages":[{"role":"user","content":"\#(text)"}]}"# + "\n"
        }
        try winnow.scratch.file(
            "twice.jsonl", line("a", "one") + line("b", "two") + line("a", "three"))
        let none = try winnow("condense", "twice.jsonl")
        #expect(none.status == 65 && none.messages.contains("by its place with --number: a, b, a"))
        let both = try winnow("condense", "twice.jsonl", "--conversation", "a")
        #expect(both.status == 65 && both.messages.contains("holds 2 conversations 'a'"))
        #expect(both.messages.hasSuffix("with --number: 1, 3\n"))
        for (arguments, text) in [
            (["--number", "3"], "three"), (["--conversation", "a", "--number", "1"], "one"),
            (["--conversation", "b"], "two"),
        ] {
            let run = try winnow(["condense", "twice.jsonl", "--json"] + arguments)
            #expect(run.status == 0 && run.text.contains("\"\(text)\""), "\(run.messages)")
        }
        for arguments in [["--number", "4"], ["--number", "2", "--conversation", "a"]] {
            #expect(try winnow(["condense", "twice.jsonl"] + arguments).status == 64)
        }
        #expect(try winnow("condense", "twice.jsonl", "--number", "0").status == 64)
    }

    @Test func `beside a conversation that was named, one that cannot be read is told only`() throws
    {
        let good = ["a", "b", "c"].map {
            #"{"id":"\#($0)","messages":[{"role":"user","content":"text of \#($0)"}]}"#
        }
        let bad = #"{"id":"x","messages":[{"role":"user","content":7}]}"#
        try winnow.scratch.file(
            "t.jsonl", [good[0], bad, good[1], good[2]].joined(separator: "\n"))
        let none = try winnow("condense", "t.jsonl")
        #expect(none.status == 65 && none.messages.contains("t.jsonl:2"), "\(none.messages)")
        for (arguments, name) in [
            (["--conversation", "b"], "b"), (["--number", "1"], "a"), (["--number", "3"], "b"),
            (["--number", "4"], "c"),
        ] {
            let run = try winnow(["condense", "t.jsonl", "--json"] + arguments)
            #expect(run.status == 0 && run.text.contains("\"text of \(name)\""), "\(run.messages)")
            #expect(run.messages.hasPrefix("winnow: passed over: t.jsonl:2"), "\(run.messages)")
            #expect(run.messages.split(separator: "\n").count == 1)
        }
        // What is asked for may be what cannot be read.
        for arguments in [["--number", "2"], ["--conversation", "x"]] {
            let run = try winnow(["condense", "t.jsonl"] + arguments)
            #expect(run.status == 65 && run.messages.contains("t.jsonl:2"))
        }
    }

    @Test func `conversations without ids are called by their places, from 1`() throws {
        let lines = (1...3).map { #"{"messages":[{"role":"user","content":"text \#($0)"}]}"# }
        try winnow.scratch.file("t.jsonl", lines.joined(separator: "\n"))
        #expect(try winnow("condense", "t.jsonl").messages.contains("--conversation: 1, 2, 3\n"))
        for option in ["--conversation", "--number"] {
            let run = try winnow("condense", "t.jsonl", "--json", option, "2")
            #expect(run.text.contains("\"text 2\""), "\(run.messages)")
        }
    }

    @Test(arguments: ["conversation", "request"])
    func `what is compressed is counted, and decompresses to the context`(mode: String) throws {
        let plain = try winnow("condense", "a.json", "--limit", "900", "--json").json
        let run = try winnow(
            "condense", "a.json", "--limit", "900", "--json", "--set", "compression.mode=\(mode)")
        let object = try run.json
        let trace = try #require(object["trace"] as? [[String: Any]])
        let last = try #require(trace.last)
        #expect(last["stage"] as? String == "compression")
        let final = try #require(object["finalTokens"] as? Int)
        #expect(last["after"] as? Int == final)
        #expect(last["before"] as? Int == plain["finalTokens"] as? Int)
        #expect(try final < #require(plain["finalTokens"] as? Int))
        let dictionary = try #require(object["dictionary"] as? [Any])
        #expect(!dictionary.isEmpty && object["decoderTokens"] as? Int ?? 0 > 0)
        try winnow.scratch.file("sent.json", run.text)
        let counted = try winnow("condense", "sent.json", "--set", "management=off", "--json").json
        #expect(counted["originalTokens"] as? Int == final, "the dictionary is in the messages")
        let back = try winnow("decompress", "sent.json").json
        #expect(back["messages"] as? NSArray == plain["messages"] as? NSArray)
        #expect(back["system"] as? String == "Be brief.")
    }

    @Test func `compression is refused with a counter that estimates`() throws {
        let run = try winnow(
            "condense", "a.json", "--set", "compression.mode=conversation", "--set",
            "counter=characters/4")
        #expect(run.status == 64 && run.messages.contains("off with the counter characters/4"))
    }

    @Test func `where there are no facts, none are said to be kept`() throws {
        let words = (0..<12).map { index in
            let text = String(repeating: "well yes so it is and was ", count: 20)
            return #"{"role":"\#(index % 2 == 0 ? "user" : "assistant")","content":"\#(text)"}"#
        }
        try winnow.scratch.file(
            "c.json",
            "[" + (words + [#"{"role":"user","content":"so"}"#]).joined(separator: ",") + "]")
        let run = try winnow("condense", "c.json", "--limit", "300")
        #expect(run.text.contains("facts kept no facts"), "\(run.text)")
    }

    @Test func `with management off what exceeds the limit is insufficient`() throws {
        let run = try winnow("condense", "a.json", "--limit", "30%", "--set", "management=off")
        #expect(run.status == 0 && run.text.contains("strategy   insufficient"))
    }

    @Test(arguments: [
        (["--limit", "0"], [:], 64, "--limit takes tokens from 1"),
        (["--limit", "-3"], [:], 64, "--limit"), (["--limit", "much"], [:], 64, "--limit takes"),
        (["--set", "context.limit=0"], [:], 64, "--set: setting context.limit: '0' is refused"),
        (["--set", "colour=red"], [:], 64, "there is no setting 'colour'"),
        ([], ["REAL_TEXT_MODEL_TOKENS": "0"], 6, "environment: setting REAL_TEXT"),
        (["--env-file", "x.env"], [:], 65, "x.env:1: setting REAL_TEXT"),
        (["--env-file", "none.env"], [:], 66, "none.env: "),
        (["--conversation", "none"], [:], 64, "there is no conversation 'none'"),
    ])
    func `the exit status says where the wrong thing stands`(
        arguments: [String], environment: [String: String], status: Int32, words: String
    ) throws {
        try winnow.scratch.file("x.env", "REAL_TEXT_MODEL_TOKENS=0\n")
        let run = try winnow(["condense", "a.json"] + arguments, environment: environment)
        #expect(run.status == status && run.output.isEmpty, "\(run.messages)")
        #expect(run.messages.contains(words), "\(run.messages)")
    }

    @Test func `what is endless is not echoed`() throws {
        let long = String(repeating: "long", count: 900)
        for arguments in [
            ["condense", long], ["condense", "a.json", "--set", "context.limit=" + long],
            ["condense", "a.json", "--" + long], ["condense", "a.json", "--limit", long],
        ] {
            let run = try winnow(arguments)
            #expect(run.status != 0 && run.messages.utf8.count < 3_000)
            #expect(!run.messages.contains(long.prefix(201)), "\(arguments[0])")
        }
        let compressed = try winnow("compress", "a.json", "--min-characters=-1")
        #expect(compressed.status == 64)
    }

    @Test func `doctor tells prices that cannot be read`() throws {
        #expect(try winnow("doctor").text.contains("fine\tprices: "))
        try winnow.scratch.file(".winnow/prices.json", "garbage")
        let run = try winnow("doctor")
        #expect(run.status == 6 && run.text.contains("WRONG\t.winnow/prices.json: "))
    }
}

extension Program.Finished {
    /// The object that was printed.
    fileprivate var json: [String: Any] {
        get throws {
            try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
        }
    }
}
