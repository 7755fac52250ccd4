internal import ContextModel
internal import StrictJSON

extension CassetteEntry {
    /// The entry as an object; members without a value are left out.
    var json: JSONValue {
        let recorded = RecordedAnswer(answer)
        let members: [(String, JSONValue?)] = [
            ("key", .string(key.hexadecimal)), ("summarizer", .string(summarizer)),
            ("style", .string(style.rawValue)), ("budget", .int(budget.value)),
            ("source", .string(source.hexadecimal)),
            ("text", recorded.text.map { .string($0) }),
            ("complete", recorded.isComplete.map { .bool($0) }),
            ("prompt_tokens", recorded.promptTokens.map { .int($0) }),
            ("output_tokens", recorded.outputTokens.map { .int($0) }),
            ("error", recorded.error.map { .string($0) }),
            ("reason", recorded.reason.map { .string($0) }),
        ]
        return .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
    }

    /// What a value lacks to be an entry.
    struct Defect: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads what `json` writes.
    init(_ value: JSONValue) throws(Defect) {
        let members = Members(value: value)
        let style = try members.string("style")
        guard let style = SummaryStyle(rawValue: style) else {
            throw Defect(description: "'\(style)' is no style of summaries")
        }
        let recorded = RecordedAnswer(
            text: try members.optional("text", \.string),
            isComplete: try members.optional("complete", \.bool),
            promptTokens: try members.optional("prompt_tokens", \.number?.int),
            outputTokens: try members.optional("output_tokens", \.number?.int),
            error: try members.optional("error", \.string),
            reason: try members.optional("reason", \.string))
        guard let answer = recorded.result else {
            throw Defect(
                description: "expected 'text' and 'complete', or an 'error' that is known")
        }
        guard let budget = try members.optional("budget", \.number?.int) else {
            throw Defect(description: "'budget' is missing")
        }
        self.init(
            key: try members.digest("key"), summarizer: try members.string("summarizer"),
            style: style, budget: TokenCount(budget), source: try members.digest("source"),
            answer: answer)
    }
}

/// The members of an entry, asked for by name.
private struct Members {
    let value: JSONValue

    /// A member's value, nil without one; one of another kind is refused.
    func optional<Value>(
        _ name: String, _ kind: (JSONValue) -> Value?
    ) throws(CassetteEntry.Defect) -> Value? {
        guard let member = value[name] else { return nil }
        guard let value = kind(member) else {
            throw .init(description: "'\(name)' cannot be \(member.kindDescription)")
        }
        return value
    }

    func string(_ name: String) throws(CassetteEntry.Defect) -> String {
        guard let text = try optional(name, \.string) else {
            throw .init(description: "'\(name)' is missing")
        }
        return text
    }

    func digest(_ name: String) throws(CassetteEntry.Defect) -> ContentDigest {
        guard let digest = ContentDigest(hexadecimal: try string(name)) else {
            throw .init(description: "'\(name)' is no SHA-256 in hexadecimal")
        }
        return digest
    }
}
