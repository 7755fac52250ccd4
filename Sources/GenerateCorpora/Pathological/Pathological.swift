import Statistics
import StrictJSON

extension SyntheticCorpus {
    /// Conversations that break careless programs.
    static let pathological = SyntheticCorpus(
        "pathological",
        summary: "Legal and half-legal conversations that break careless programs, one oddity "
            + "each, named by the conversation's number.",
        making: """
            \(oddities.enumerated().map { "\($0 + 1). \($1.name)" }.joined(separator: "\n"))

            Calls without results and results without calls are here on purpose, and only here.
            """
    ) { seed in
        oddities.enumerated().map { number, oddity in
            var draft = TranscriptDraft(corpus: "pathological", number: number, seed: seed)
            oddity.write(&draft)
            return draft
        }
    }

    /// One kind of strange conversation.
    struct Oddity: Sendable {
        let name: String
        let write: @Sendable (inout TranscriptDraft) -> Void

        init(_ name: String, _ write: @escaping @Sendable (inout TranscriptDraft) -> Void) {
            self.name = name
            self.write = write
        }
    }

    static let oddities = emptyOddities + toolOddities + textOddities
}

extension TranscriptDraft {
    /// Adds a plain exchange.
    mutating func exchange(_ question: String, _ answer: String) {
        user(question)
        assistant(answer)
    }

    /// Adds a message as given, with the text it counts for.
    mutating func raw(_ role: String, _ members: [(String, JSONValue)], text: String = "") {
        let kind: Kind = role == "tool" ? .result : Kind(rawValue: role) ?? .user
        add(JSONObject([("role", .string(role))] + members), kind, text, after: 1000)
    }
}
