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
