public import ContextModel
public import StrictJSON

/// A provider's rules for the history of a request: what breaks one of them is answered with status 400.
///
/// The rules are the published ones, read on the messages as the format would write them: tool results
/// inside a user message are tool messages before it in Chat Completions, items of their own in
/// Responses, and tool messages are part of the user turn in Anthropic Messages.
///
/// A history may end in calls that wait for their results; that is no violation.
public enum WireRule: Hashable, Sendable, CaseIterable {
    /// OpenAI's Chat Completions.
    case chatCompletions
    /// OpenAI's Responses, as the items the messages would become: message, reasoning, function_call,
    /// function_call_output.
    case responses
    /// Anthropic's Messages.
    case anthropicMessages

    /// The rules of a format that conversations are recorded in.
    public init(_ format: WireFormat) {
        switch format {
        case .chatCompletions: self = .chatCompletions
        case .anthropicMessages: self = .anthropicMessages
        }
    }

    /// What the provider would refuse in a history, by rule and place, in the order it is found.
    /// O(parts); texts are looked at only at their ends.
    public func violations(in messages: [Message], tools: [JSONValue] = []) -> [Violation] {
        findings(in: messages, tools: tools).violations
    }

    func findings(in messages: [Message], tools: [JSONValue] = []) -> Findings {
        var findings = Findings()
        findings.check(tools: tools, for: self)
        switch self {
        case .chatCompletions: ChatCompletionsCheck.run(on: messages, into: &findings)
        case .responses: ResponsesCheck.run(on: messages, into: &findings)
        case .anthropicMessages: AnthropicMessagesCheck.run(on: messages, into: &findings)
        }
        return findings
    }
}

extension WireRule {
    /// What a provider would refuse in a shortened history and not in its original: what a shortening
    /// must never cause.
    ///
    /// Recordings break rules themselves, so the violations of each rule are counted: those are new that
    /// exceed the original's number, of them the ones that read like none of the original's. A call
    /// whose result was lost is a violation even at the end, unless it has no result in the original
    /// either. The original is examined only if the context has something to excuse. O(parts).
    public func newViolations(
        in context: [Message], against original: [Message]
    ) -> [Violation] {
        let found = findings(in: context)
        if found.violations.isEmpty, found.pending.isEmpty { return [] }
        let excused = findings(in: original)
        let lost = found.pending.filter { !excused.unanswered.contains($0.id) }
        return Self.surplus(of: found.violations, over: excused.violations)
            + lost.map { $0.unanswered("expected the result that the original has") }
    }

    /// The violations of each rule beyond the number of the others', the unlike ones first.
    private static func surplus(
        of found: [Violation], over others: [Violation]
    ) -> [Violation] {
        var allowed: [Violation.Rule: Int] = [:]
        var texts: [String: Int] = [:]
        for other in others {
            allowed[other.rule, default: 0] += 1
            texts[other.text, default: 0] += 1
        }
        var spare: [Violation.Rule: Int] = [:]
        for violation in found { spare[violation.rule, default: 0] += 1 }
        for (rule, count) in allowed { spare[rule, default: 0] -= count }
        return found.reversed().filter { violation in
            if let alike = texts[violation.text], alike > 0 {
                texts[violation.text] = alike - 1
                return false
            }
            guard let left = spare[violation.rule], left > 0 else { return false }
            spare[violation.rule] = left - 1
            return true
        }.reversed()
    }
}

extension WireRule {
    var longestToolName: Int { self == .anthropicMessages ? 128 : 64 }

    func expectation(ofToolName name: String) -> String {
        "a tool is named \(name.quoted): expected 1 to \(longestToolName) of a-z A-Z 0-9 _ -"
    }

    func accepts(callID: String?) -> Bool {
        guard let callID, !callID.isEmpty else { return false }
        return switch self {
        case .chatCompletions: true
        case .responses: callID.unicodeScalars.count <= 64
        case .anthropicMessages: callID.isPlainName(upTo: .max)
        }
    }

    var callIDForm: String {
        switch self {
        case .chatCompletions: "at least one character"
        case .responses: "1 to 64 characters"
        case .anthropicMessages: "one or more of a-z A-Z 0-9 _ -"
        }
    }

    var resultContent: String { self == .chatCompletions ? "text alone" : "text and images" }
}

extension Findings {
    /// Checks the names of tool definitions. Definitions of a provider's own tools may have none.
    mutating func check(tools: [JSONValue], for rule: WireRule) {
        var names: Set<String> = []
        for tool in tools {
            let named = tool["function"] ?? tool["custom"] ?? tool
            let type = tool["type"]?.string ?? "function"
            guard named["name"] != nil || type == "function" else { continue }
            let name = named["name"]?.string ?? ""
            if !name.isPlainName(upTo: rule.longestToolName) {
                add(.toolName, at: nil, rule.expectation(ofToolName: name))
            }
            if !names.insert(name).inserted, rule == .anthropicMessages {
                add(
                    .duplicateTool, at: nil,
                    "two tools are named \(name.quoted): expected each to have its own name")
            }
        }
    }
}
