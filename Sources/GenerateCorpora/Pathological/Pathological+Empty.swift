import Statistics
import StrictJSON

extension SyntheticCorpus {
    /// Missing and repeated messages.
    static let emptyOddities = [
        Oddity("empty contents") { draft in
            draft.system("")
            for _ in 0..<6 {
                draft.exchange("", "")
                draft.exchange("Are you there?", "")
            }
        },
        Oddity("null and absent contents") { draft in
            draft.user("Say nothing.")
            draft.raw("assistant", [("content", .null)])
            draft.user("Again.")
            draft.raw("assistant", [])
            draft.raw("user", [("content", .array([]))])
            draft.assistant("There was nothing to answer.")
        },
        Oddity("a system prompt and nothing else") { draft in
            draft.system("You are the night porter of a small hotel. Be brief.")
        },
        Oddity("no system prompt") { draft in
            for number in 1...12 {
                draft.exchange("What is \(number) times 17?", "\(number * 17)")
            }
        },
        Oddity("the assistant speaks first") { draft in
            draft.assistant("Hello! How can I help you today?")
            draft.exchange("Which day is it?", "I have no calendar.")
            draft.assistant("Is there anything else?")
        },
        Oddity("several messages of one role in a row") { draft in
            draft.system("Answer in one word.")
            draft.system("Answer in English.")
            for turn in 1...8 {
                for part in 1...4 { draft.user("Part \(part) of question \(turn).") }
                draft.assistant("Noted.")
                draft.assistant("Go on with \(turn + 1).")
            }
        },
        Oddity("system messages in the middle") { draft in
            for turn in 1...10 {
                draft.exchange(
                    "Continue the list from \(turn * 3).", "\(turn * 3 + 1), \(turn * 3 + 2)")
                draft.raw(
                    turn % 2 == 0 ? "system" : "developer",
                    [("content", .string("Reminder \(turn): numbers only."))],
                    text: "Reminder \(turn): numbers only.")
            }
        },
        Oddity("one user message and no answer") { draft in
            draft.user("Is anybody going to answer this, reference N-4471?")
        },
        Oddity("thousands of tiny messages") { draft in
            draft.system("Echo.")
            for number in 0..<1500 {
                draft.exchange(number % 7 == 0 ? "?" : String(number), number % 5 == 0 ? "k" : "ok")
            }
        },
        Oddity("one enormous message") { draft in
            draft.system("Summarise what you get.")
            var text = ""
            for number in 1...900 {
                text +=
                    "Entry \(number): badge \(draft.generator.digits(6)) passed gate "
                    + "\(draft.generator.next(in: 1...40)) at \(draft.generator.next(in: 10...23)):"
                    + "\(draft.generator.next(in: 10...59)).\n"
            }
            draft.exchange(text, "All \(900) entries are gate passages.")
            draft.exchange("Who came first?", "The badge of entry 1.")
        },
        Oddity("the same message fifty times") { draft in
            for _ in 0..<50 {
                draft.exchange(
                    "Where is parcel PX-20871? I have asked before.",
                    "Parcel PX-20871 is on its way. Please wait.")
            }
        },
        Oddity("contents as arrays of text parts") { draft in
            for turn in 1...8 {
                let parts = (1...turn).map { part in
                    JSONValue.object(
                        JSONObject([
                            ("type", .string("text")), ("text", .string("Piece \(part). ")),
                        ]))
                }
                let text = (1...turn).map { "Piece \($0). " }.joined()
                draft.raw("user", [("content", .array(parts))], text: text)
                draft.assistant("\(turn) pieces.")
            }
        },
    ]
}
