import Statistics
import StrictJSON

extension SyntheticCorpus {
    private static func look(_ key: String) -> (name: String, arguments: JSONObject) {
        ("look_up", JSONObject([("key", .string(key))]))
    }

    /// Calls and results that do not follow each other one by one.
    static let toolOddities = [
        Oddity("a call without a result") { draft in
            draft.user("Look up the door code.")
            _ = draft.call([look("door")])
            draft.user("Never mind, look up the alarm code.")
            draft.call("look_up", JSONObject([("key", .string("alarm"))]), result: "7719")
            draft.assistant("The alarm code is 7719.")
            _ = draft.call([look("gate")])
        },
        Oddity("parallel calls with results in another order") { draft in
            for turn in 1...6 {
                draft.user("Look up keys \(turn)a to \(turn)e.")
                let ids = draft.call(["a", "b", "c", "d", "e"].map { look("\(turn)\($0)") })
                var order = Array(ids.enumerated())
                draft.generator.shuffle(&order)
                for (index, id) in order {
                    draft.result(
                        id, "look_up", "value \(turn)-\(index): \(draft.generator.digits(5))")
                }
                draft.assistant("All five keys of round \(turn) have values.")
            }
        },
        Oddity("a result without a call") { draft in
            draft.user("What did the tool say?")
            draft.result("call_unknown_1", "look_up", "An answer nobody asked for: 5523.")
            draft.assistant("It said 5523.")
        },
        Oddity("two results for one call") { draft in
            draft.user("Look up the price.")
            let ids = draft.call([look("price")])
            draft.result(ids[0], "look_up", "12.50")
            draft.result(ids[0], "look_up", "12.90")
            draft.assistant("It says 12.50 and then 12.90.")
        },
        Oddity("a result that comes after the next user message") { draft in
            draft.user("Start the long job.")
            let ids = draft.call([("run_job", JSONObject([("name", .string("nightly"))]))])
            draft.user("Is it done?")
            draft.result(ids[0], "run_job", "finished with exit status 3")
            draft.assistant("It finished with exit status 3.")
        },
        Oddity("one identifier used for many calls") { draft in
            for turn in 1...6 {
                draft.user("Call number \(turn), please.")
                let call = TranscriptDraft.callValue(
                    id: "call_0", name: "look_up", arguments: "{\"key\": \"\(turn)\"}")
                draft.raw(
                    "assistant", [("content", .null), ("tool_calls", .array([call]))],
                    text: "look_up\n{\"key\": \"\(turn)\"}")
                draft.result("call_0", "look_up", "result \(turn)")
                draft.assistant("That was \(turn).")
            }
        },
        Oddity("arguments that are not JSON") { draft in
            for arguments in [
                "", "{", "key=7", "{\"key\": 'single'}", "null", "[1, 2", "\u{FEFF}{}",
            ] {
                draft.user("Try it.")
                let call = TranscriptDraft.callValue(
                    id: "call_" + String(draft.messages.count), name: "look_up",
                    arguments: arguments)
                draft.raw(
                    "assistant", [("content", .string("")), ("tool_calls", .array([call]))],
                    text: "look_up\n" + arguments)
                draft.result(
                    "call_" + String(draft.messages.count - 1), "look_up",
                    "error: the arguments are not a JSON object")
            }
        },
        Oddity("deeply nested arguments") { draft in
            for depth in [10, 40, 120] {
                var value = JSONValue.string("bottom \(depth)")
                for level in 0..<depth {
                    value =
                        level % 2 == 0
                        ? .array([value, .int(level)]) : .object(JSONObject([("in", value)]))
                }
                draft.user("Send a tree of depth \(depth).")
                draft.call("send", JSONObject([("tree", value)]), result: "depth \(depth) received")
                draft.assistant("Sent.")
            }
        },
        Oddity("numbers at the ends of what JSON can hold") { draft in
            let lexemes = [
                "1e400", "-0", "1.50", "9007199254740993", "0.1e-7", "123456789012345678901",
            ]
            draft.user("Send the numbers.")
            draft.call(
                "send",
                JSONObject([
                    ("numbers", .array(lexemes.map { .number(JSONNumber(lexeme: $0)) }))
                ]), result: "[" + lexemes.joined(separator: ", ") + "]")
            draft.assistant("They came back unchanged: " + lexemes.joined(separator: " "))
        },
        Oddity("empty and enormous results") { draft in
            for size in [0, 1, 20_000, 0] {
                draft.user("Print \(size) characters.")
                draft.call(
                    "print", JSONObject([("size", .int(size))]),
                    result: (0..<size / 8).map { _ in draft.generator.hexadecimal(7) + "\n" }
                        .joined()
                )
            }
            draft.assistant("Printed.")
        },
        Oddity("keys nobody knows") { draft in
            draft.raw(
                "user",
                [
                    ("content", .string("Keep the rest.")), ("name", .string("ana")),
                    ("cache_control", .object(JSONObject([("type", .string("ephemeral"))]))),
                    ("x-trace", .array([.null, .bool(true), .int(3)])),
                ], text: "Keep the rest.")
            draft.raw(
                "assistant",
                [
                    ("content", .string("Kept.")), ("refusal", .null), ("annotations", .array([])),
                    ("reasoning_content", .string("There is nothing to think about.")),
                ], text: "Kept.")
        },
    ]
}
