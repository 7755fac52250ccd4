/// One place where a history breaks a rule of a provider.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The rule that is broken.
    public let rule: Rule
    /// The position of the message, nil where a tool definition breaks the rule.
    public let message: Int?
    /// What was found and what was expected, for people. It does not name the position.
    public let text: String

    /// A violation.
    public init(_ rule: Rule, at message: Int?, _ text: String) {
        self.rule = rule
        self.message = message
        self.text = text
    }

    /// Place, rule and text on one line.
    public var description: String {
        "\(message.map { "messages[\($0)]" } ?? "tools"): \(rule): \(text)"
    }
}

extension Violation {
    /// The rules, each with the page that has it. "Reference" is the provider's API reference: "Create
    /// chat completion", "Create a response" (OpenAI), "Messages" (Anthropic).
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// A request has at least one message; Anthropic does not count the system prompt.
        /// Reference of all three, `messages` and `input`.
        case noMessages
        /// A message has content; an assistant's may call tools instead. Anthropic excepts a final
        /// assistant message. Reference of all three; "Errors" (Anthropic).
        case contentMissing
        /// A text block holds more than white space. Reference (Anthropic), "Text content blocks".
        case blankText
        /// A part stands in a role that may hold it: calls and thinking in assistant messages, results
        /// in tool or user messages, images in user messages (and in results, except in Chat
        /// Completions), text everywhere. Reference of all three.
        case misplacedPart
        /// The speaker's name has 1 to 64 characters, none of them white space or one of `<|\/>`.
        /// Reference (Chat Completions), `name`.
        case speakerName
        /// A tool's name is 1 to 64 of `a-z A-Z 0-9 _ -`; up to 128 in Anthropic Messages.
        /// "Function calling" (OpenAI), "Define tools" (Anthropic).
        case toolName
        /// Tool definitions have different names. "Define tools" (Anthropic).
        case duplicateTool
        /// A call has an identifier: not empty; at most 64 characters in Responses; only
        /// `a-z A-Z 0-9 _ -` in Anthropic Messages. Reference of all three, `id` and `call_id`.
        case callID
        /// Identifiers of calls differ within a message and while they wait for results; in Anthropic
        /// Messages throughout the request. "Function calling" (OpenAI), "Handle tool calls"
        /// (Anthropic).
        case duplicateCallID
        /// The arguments of a call are a JSON object. Reference (Anthropic), `tool_use.input`.
        case arguments
        /// A result names the call it answers. Reference of all three.
        case resultID
        /// A result follows its call: directly, with nothing but results between (Chat Completions), in
        /// the next user turn (Anthropic), anywhere after it (Responses). "Function calling" (OpenAI),
        /// "Handle tool calls" (Anthropic).
        case resultWithoutCall
        /// A call has one result. "Handle tool calls" (Anthropic), "Function calling" (OpenAI).
        case duplicateResult
        /// Every call is answered before the conversation goes on. "Function calling" (OpenAI),
        /// "Handle tool calls" (Anthropic).
        case unansweredCall
        /// Results stand first in the user turn that answers. "Handle tool calls" (Anthropic).
        case resultNotFirst
        /// The first message is the user's. Reference (Anthropic), `messages`.
        case firstMessage
        /// System messages stand in front of all others. Reference (Anthropic), `system`.
        case systemPosition
        /// An assistant turn that holds thinking begins with it. "Extended thinking" (Anthropic).
        case thinkingFirst
        /// Thinking has its signature. "Extended thinking" (Anthropic).
        case thinkingSignature
        /// A final assistant text does not end in white space. "Prefill Claude's response" (Anthropic).
        case trailingWhitespace
        /// A reasoning item is followed by what the model said or called after it. "Reasoning models"
        /// (OpenAI).
        case reasoningAlone
    }
}
