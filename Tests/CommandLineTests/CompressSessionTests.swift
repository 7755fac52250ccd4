import Foundation
import Testing

/// `winnow compress` with conversations that go on, settings and statistics.
@Suite struct CompressSessionTests {
    let winnow: Program

    init() throws { winnow = try Program(in: Scratch()) }

    /// The request of a conversation's turn, as one line of JSON, with other members before it.
    private func request(_ turns: Int, about topic: String = "orders", _ members: String = "")
        -> String
    {
        let messages = (0..<turns).map { turn -> String in
            let line = (1...12).map {
                "GET /api/v2/\(topic)/{id}/positions returned 500 in line \(turn * 100 + $0).\\n"
            }.joined()
            return (turn > 0 ? #"{"role":"assistant","content":"ok \#(turn)"},"# : "")
                + #"{"role":"user","content":"run \#(topic) \#(turn)\n\#(line)"}"#
        }
        return #"{\#(members)"messages":[\#(messages.joined(separator: ","))]}"#
    }

    private func object(_ text: some StringProtocol) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any])
    }

    private func statistics(_ arguments: String...) throws -> [String: Any] {
        let run = try winnow(["compress", "--stats"] + arguments)
        #expect(run.status == 0, "\(run.messages)")
        let whole = try object(run.text)
        #expect(Set(whole.keys) == ["conversation_compression", "timestamp"])
        return try #require(whole["conversation_compression"] as? [String: Any])
    }

    private func stats(_ arguments: String...) throws -> [String: Double] {
        let run = try winnow(["compress", "--stats"] + arguments)
        let all = try #require(try object(run.text)["conversation_compression"] as? [String: Any])
        return try #require(all["stats"] as? [String: Double])
    }

    private func rules(_ text: String) throws -> [String] {
        let rules = try #require(try object(text)["dictionary"] as? [[String: Any]])
        return rules.map { "\($0["symbol"] ?? "")=\($0["phrase"] ?? "")" }
    }

    @Test func `a later call goes on with the same symbols, another session with its own`() throws {
        try winnow.scratch.file("1.json", request(1))
        try winnow.scratch.file("2.json", request(2))
        let first = try winnow("compress", "--session", "s", "1.json")
        let second = try winnow("compress", "--session", "s", "2.json")
        #expect(first.status == 0 && second.status == 0, "\(first.messages)\(second.messages)")
        let (old, new) = (try rules(first.text), try rules(second.text))
        #expect(!old.isEmpty && Array(new.prefix(old.count)) == old)
        let (one, two) = (try object(first.text), try object(second.text))
        #expect(one["turn"] as? Int == 1 && two["turn"] as? Int == 2)
        #expect(one["conversation_id"] as? String == two["conversation_id"] as? String)
        #expect((one["conversation_id"] as? String)?.hasPrefix("sess_") == true)
        let before = try #require((one["messages"] as? [NSDictionary])?.first)
        #expect((two["messages"] as? [NSDictionary])?.first == before)
        // Both come back, and so does what the first call sent, if a client sends it again.
        for (name, run) in [("1.json", first), ("2.json", second)] {
            try winnow.scratch.file("z.json", run.text)
            #expect(try winnow("decompress", "z.json").text == winnow.scratch.text(name) + "\n")
        }
        let other = try winnow("compress", "--session", "t", "2.json")
        let id = try object(other.text)["conversation_id"] as? String
        #expect(id != nil && id != one["conversation_id"] as? String)
        #expect(try stats()["active_conversations"] == 2)
        // Without a session it is a third conversation; without anything, none is kept.
        let bare = try winnow("compress", "--state", ".winnow/conversations", "1.json")
        #expect((try object(bare.text)["conversation_id"] as? String)?.hasPrefix("conv_") == true)
        _ = try winnow("compress", "1.json")
        #expect(try stats()["active_conversations"] == 3)
    }

    @Test func `what is kept is the user's alone, and anybody's damage is a miss`() throws {
        try winnow.scratch.file("1.json", request(1))
        let fine = try winnow("compress", "--session", "s", "--state", "kept", "1.json")
        let path = winnow.scratch.path + "/kept/conversations.sqlite"
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        try winnow.scratch.file("kept/conversations.sqlite", String(repeating: "text ", count: 99))
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
        let foreign = try winnow("compress", "--session", "s", "--state", "kept", "1.json")
        #expect(foreign.text == fine.text && foreign.status == 74)
        #expect(foreign.messages.contains("is no database of Winnow's records"))
    }

    @Test func `the statistics are the documented object, and reset forgets`() throws {
        try winnow.scratch.file("3.json", request(3))
        _ = try winnow("compress", "--session", "s", "--at", "100.5", "3.json")
        let run = try winnow("compress", "--stats", "--at", "1703123456.789")
        #expect(run.text.hasSuffix(#","timestamp":1703123456.789}"# + "\n"))
        let all = try statistics()
        #expect(all["enabled"] as? Bool == true)
        let stats = try #require(all["stats"] as? [String: Double])
        #expect(
            Set(stats.keys) == [
                "active_conversations", "total_turns_processed", "symbols_in_use",
                "avg_turns_per_conversation", "memory_usage_kb",
            ])
        #expect(stats["total_turns_processed"] == 3 && stats["avg_turns_per_conversation"] == 3)
        #expect(stats["symbols_in_use"] ?? 0 > 0 && stats["memory_usage_kb"] ?? 0 > 1)
        let config = try #require(all["config"] as? [String: Double])
        #expect(
            config == [
                "max_conversations": 1000, "min_net_efficiency": 0.05,
                "long_conversation_threshold": 20, "long_conversation_min_efficiency": 0.02,
            ])
        let reset = try winnow("compress", "--reset", "--at", "7")
        #expect(
            reset.text
                == #"{"message":"Conversation compression state reset successfully","timestamp":7.0}"#
                + "\n")
        #expect(try self.stats().values.allSatisfy { $0 == 0 })
        #expect(try winnow("compress", "--reset", "--stats").status == 64)
        #expect(try winnow("compress", "--reset", "--session", "s").status == 64)
        #expect(try winnow("compress").status == 64)
    }

    @Test func `what could not be forgotten is not said to be`() throws {
        try winnow.scratch.file("1.json", request(1))
        _ = try winnow("compress", "--session", "s", "--state", "kept", "1.json")
        try winnow.scratch.file("kept/conversations.sqlite", "no database")
        for suffix in ["-wal", "-shm"] {
            let path = winnow.scratch.path + "/kept/conversations.sqlite" + suffix
            try? FileManager.default.removeItem(atPath: path)
        }
        let reset = try winnow("compress", "--reset", "--state", "kept")
        #expect(reset.status == 74 && reset.text.isEmpty)
    }

    @Test func `every record that cannot be read is told`() throws {
        let lines = [request(1), #"{"messages":5}"#, request(1), "garbage", request(1)]
        try winnow.scratch.file("odd.jsonl", lines.joined(separator: "\n") + "\n")
        let run = try winnow("compress", "--session", "s", "odd.jsonl")
        #expect(run.status == 65 && run.messages.contains("2 records could not be read"))
        #expect(run.messages.contains("odd.jsonl:2") && run.messages.contains("odd.jsonl:4"))
    }

    @Test func `one conversation is forgotten, and the others stay`() throws {
        try winnow.scratch.file("3.json", request(3))
        for session in ["a", "b"] {
            _ = try winnow("compress", "--session", session, "--at", "100", "3.json")
        }
        #expect(try stats()["active_conversations"] == 2)
        let reset = try winnow("compress", "--reset", "--session", "a", "--at", "101", "3.json")
        #expect(reset.status == 0 && reset.text.contains("reset successfully"))
        #expect(try stats()["active_conversations"] == 1)
        // The turns of all stay counted, and the one that stays goes on where it was.
        #expect(try stats()["total_turns_processed"] == 6)
        let other = try winnow("compress", "--session", "b", "--at", "102", "3.json")
        #expect(try stats()["total_turns_processed"] == 6)
        let again = try winnow("compress", "--session", "a", "--at", "103", "3.json")
        #expect(try stats()["total_turns_processed"] == 9)
        #expect(other.status == 0 && again.status == 0)
        // A request of a conversation that is not known forgets nothing, and that is said.
        let nothing = try winnow("compress", "--reset", "--session", "c", "3.json")
        #expect(nothing.messages.contains("none of its conversations is kept"))
        #expect(reset.messages.isEmpty)
        #expect(try stats()["active_conversations"] == 2)
    }

    @Test func `a file of many requests shows limits and clean-up by its own times`() throws {
        let lines = [("a", 0), ("b", 10), ("a", 20), ("c", 30), ("d", 5_000)].map { name, time in
            request(1, about: "orders", #""session":"\#(name)","timestamp":\#(time),"#)
        }
        try winnow.scratch.file("all.jsonl", lines.joined(separator: "\n") + "\n")
        func active(_ setting: String...) throws -> Double? {
            defer { _ = try? winnow("compress", "--reset") }
            let run = try winnow(
                ["compress", "--stats", "all.jsonl"] + setting.flatMap { ["--set", $0] })
            let all = try object(run.text)["conversation_compression"] as? [String: Any]
            return (all?["stats"] as? [String: Double])?["active_conversations"]
        }
        // "d" comes after an hour: all others rested.
        #expect(try active() == 1)
        #expect(try active("compression.cleanup=10000") == 4)
        #expect(
            try active("compression.cleanup=10000", "compression.conversations=2") == 2)
        let each = try winnow("compress", "--state", "kept", "all.jsonl")
        let ids = try each.text.split(separator: "\n").map {
            try #require(try object($0)["conversation_id"] as? String)
        }
        #expect(ids.count == 5 && Set(ids).count == 4 && ids[0] == ids[2])
        try winnow.scratch.file("z.jsonl", each.text)
        let back = try winnow("decompress", "z.jsonl")
        #expect(try back.status == 0 && back.text == winnow.scratch.text("all.jsonl"))
    }

    @Test func `settings act as in other commands, and options outweigh them`() throws {
        try winnow.scratch.file("2.json", request(2))
        try winnow.scratch.file(
            "config/config.jsonc",
            """
            {
              // as documented
              "conversation_compression": {
                "enabled": true, "min_characters": 1000000, /* none */ "min_net_efficiency": 0.9
              }
            }
            """)
        let standard = try winnow("compress", "2.json")
        let file = try winnow("compress", "--settings", "config/config.jsonc", "2.json")
        #expect(try !rules(standard.text).isEmpty && rules(file.text).isEmpty)
        #expect(file.status == 0)
        let option = try winnow(
            "compress", "--settings", "config/config.jsonc", "--min-characters", "200", "--force",
            "2.json")
        #expect(option.text == standard.text)
        let environment = try winnow(
            ["compress", "2.json"],
            environment: ["conversation_compression.min_characters": "1000000"])
        #expect(environment.text == file.text)
        let set = try winnow("compress", "--set", "compression.contents=code", "2.json")
        #expect(try rules(set.text).isEmpty)
        let refused = try winnow("compress", "--set", "compression.cleanup=0", "2.json")
        #expect(refused.status == 64 && refused.messages.contains("compression.cleanup"))
    }

    @Test func `each mode comes back, and compresses in its own way`() throws {
        try winnow.scratch.file("3.json", request(3))
        var results: [String] = []
        for mode in ["conversation", "request", "off"] {
            let run = try winnow("compress", "--set", "compression.mode=\(mode)", "3.json")
            try winnow.scratch.file("z.json", run.text)
            #expect(try winnow("decompress", "z.json").text == request(3) + "\n")
            results.append(run.text)
        }
        #expect(try results[0] == winnow("compress", "3.json").text)
        #expect(try !rules(results[1]).isEmpty && rules(results[2]).isEmpty)
        let turns = try object(results[1])["dictionary"] as? [[String: Any]]
        #expect(turns?.allSatisfy { $0["turn"] as? Int == 0 } == true)
    }

    @Test func `decisions and times go to standard error where they are asked for`() throws {
        try winnow.scratch.file("2.json", request(2))
        #expect(try winnow("compress", "2.json").messages.isEmpty)
        let debug = try winnow("compress", "--set", "DEBUG=true", "2.json")
        #expect(debug.messages.contains("debug: compression: turn 1: "))
        #expect(debug.messages.contains("debug: compression: turn 2: "))
        let timed = try winnow("compress", "--set", "log.performance=on", "2.json")
        #expect(timed.messages.hasPrefix("winnow: performance: compression: "))
        #expect(!timed.messages.contains("debug"))
        let condense = try winnow(
            "condense", "--set", "DEBUG=true", "--set", "compression.mode=conversation", "2.json")
        #expect(condense.messages.contains("debug: compression: turn 1: "))
    }

    @Test func `the table of turns shows what happens beside what is documented`() throws {
        try winnow.scratch.file("3.json", request(3))
        let table = try winnow("compress", "--turns", "3.json")
        let lines = table.text.split(separator: "\n")
        #expect(table.status == 0 && lines[0].hasPrefix("here: tokens of the whole request"))
        #expect(lines[0].contains("documented formula") && lines[0].contains("documents' example"))
        #expect(lines[2].hasPrefix("1  ") && lines[2].contains("Good") && lines[8].hasPrefix("7 "))
        #expect(lines[8].hasSuffix("Poor → Disabled"))
        let json = try object(try winnow("compress", "--turns", "--json", "3.json").text)
        let turns = try #require(json["turns"] as? [[String: Any]])
        #expect(turns.count == 3 && turns[0]["status"] as? String == "Good")
        #expect(turns.allSatisfy { ($0["net_efficiency"] as? Double) ?? 0 > 0.1 })
        let documented = try #require(json["documented"] as? [[String: Any]])
        #expect(documented.compactMap { $0["rules"] as? Int } == [12, 18, 24, 29, 31, 33, 35])
        #expect(try winnow("compress", "--json", "3.json").status == 64)
        #expect(try winnow("compress", "--turns", "--session", "s", "3.json").status == 64)
    }

    // MARK: - Streams

    /// The result of a compression, a symbol of it and its phrase.
    private func compressed() throws -> (symbol: String, phrase: String) {
        try winnow.scratch.file("1.json", request(1))
        let run = try winnow("compress", "1.json")
        try winnow.scratch.file("z.json", run.text)
        let rules = try #require(try object(run.text)["dictionary"] as? [[String: Any]])
        let rule = try #require(rules.first)
        return (
            try #require(rule["symbol"] as? String), try #require(rule["phrase"] as? String)
        )
    }

    @Test func `an answer in texts comes out as it would in one`() throws {
        let (symbol, phrase) = try compressed()
        let run = try winnow(
            "decompress", "--stream", "z.json", input: "\"so: \(symbol)\"\n\n\"!\"\n\"\\n\"")
        #expect(run.status == 0 && run.text == "so: \(phrase)!\n")
    }

    @Test func `server-sent events come out expanded, with their names`() throws {
        let (symbol, phrase) = try compressed()
        let chat = try winnow(
            "decompress", "--stream", "z.json",
            input: """
                : a comment

                data: {"choices":[{"index":0,"delta":{"content":"\(symbol)"},"finish_reason":null}]}

                data: [DONE]


                """)
        let quoted = String(
            decoding: try JSONSerialization.data(
                withJSONObject: phrase, options: [.fragmentsAllowed, .withoutEscapingSlashes]),
            as: UTF8.self)
        #expect(
            chat.text
                == #"data: {"choices":[{"index":0,"delta":{"content":\#(quoted)},"finish_reason":null}]}"#
                + "\n\ndata: [DONE]\n\n")
        let delta =
            #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x\#(symbol)"}}"#
        let anthropic = try winnow(
            "decompress", "--stream", "z.json",
            input: "event: content_block_delta\ndata: \(delta)\n\n")
        #expect(anthropic.text.hasPrefix("event: content_block_delta\ndata: {"))
        #expect(anthropic.text.contains(String(quoted.dropFirst().dropLast())))
        let lines = try winnow("decompress", "--stream", "z.json", input: delta + "\n")
        #expect(lines.text.hasPrefix("{\"type\""))
        #expect(lines.text.contains(quoted.dropFirst().dropLast()))
    }

    @Test func `what is no stream is refused with its place`() throws {
        _ = try compressed()
        let line = try winnow("decompress", "--stream", "z.json", input: "\"a\"\n\"b")
        #expect(line.status == 65 && line.text == "a" && line.messages.contains("line 2"))
        let event = try winnow("decompress", "--stream", "z.json", input: "data: x\n\n")
        #expect(event.status == 65 && event.messages.contains("event 1"))
        for start in ["[1]", "42", "null", "nothing"] {
            let other = try winnow(
                "decompress", "--stream", "z.json", input: start + "\n\"kept\"\n")
            #expect(other.status == 65 && other.messages.contains("line 1: expected"))
        }
        #expect(try winnow("decompress", "--stream", "-").status == 64)
    }
}
