internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// The texts that a transcript's content consists of, as its recording writes them: what
/// `contentTokens` counts. Roles, names of speakers, identifiers, images and encrypted thinking are not
/// content.
enum TranscriptContent {
    /// What a text is.
    enum Kind { case text, call, result, tools }

    /// The texts of one message, one for each text, reasoning, call or result, empty texts left out
    /// (an empty result is still a result).
    static func texts(of message: Message, in format: TranscriptFormat) -> [(Kind, String)] {
        message.parts.compactMap { part in
            switch part {
            case .text(let text): text.text.isEmpty ? nil : (.text, text.text)
            case .reasoning(let text):
                // What is signed was thought, also where its text was not kept.
                text.text.isEmpty && text.extra["signature"] == nil ? nil : (.text, text.text)
            case .image: nil
            case .toolCall(let call): (.call, self.text(of: call, in: format))
            case .toolResult(let result): (.result, self.text(of: result))
            case .opaque(let value):
                // Thinking that only its provider can read is there, but has no text.
                (.text, part.redactedThinking == nil ? value.compactText : "")
            }
        }
    }

    /// How many texts and pictures a message has: what manifests count.
    static func items(of message: Message) -> Int {
        texts(of: message, in: .chatCompletions).count + images(in: message.parts)
    }

    /// How many pictures are among parts, those in results included.
    static func images(in parts: [ContentPart]) -> Int {
        parts.reduce(0) { sum, part in
            switch part {
            case .image: sum + 1
            case .toolResult(let result): sum + images(in: result.content)
            default: sum
            }
        }
    }

    /// The tool definitions as one text, or nil if there are none.
    static func text(ofTools tools: [JSONValue]) -> String? {
        if tools.isEmpty { return nil }
        if tools.count == 1, case .string(let written) = tools[0] { return written }
        return JSONValue.array(tools).spacedText
    }

    /// The arguments of a call; in formats that write a call as one JSON object, that object.
    private static func text(of call: ToolCall, in format: TranscriptFormat) -> String {
        switch call.arguments {
        case .text(let text) where call.name.isEmpty || !writesWholeCalls(format): return text
        case .value(let value) where !writesWholeCalls(format): return value.spacedText
        case .text(let text): return whole(call.name, .string(text))
        case .value(let value): return whole(call.name, value)
        }
    }

    private static func whole(_ name: String, _ arguments: JSONValue) -> String {
        JSONValue.object(JSONObject([("name", .string(name)), ("arguments", arguments)])).spacedText
    }

    private static func writesWholeCalls(_ format: TranscriptFormat) -> Bool {
        format == .shareGPT || format == .llamaFactory
    }

    private static func text(of result: ToolResult) -> String {
        result.content.map { part in
            switch part {
            case .text(let text), .reasoning(let text): text.text
            case .opaque(let value): value.compactText
            case .image, .toolCall, .toolResult: ""
            }
        }.joined()
    }
}

/// The public transcript formats that can be read.
package enum TranscriptFormat: String, Hashable, Sendable, CaseIterable {
    /// Chat Completions messages: an object with `messages`, an array of them, or JSON lines.
    case chatCompletions = "chat-completions"
    /// Anthropic Messages requests.
    case anthropicMessages = "anthropic-messages"
    /// tau-bench results: `traj` holds Chat Completions messages.
    case tauBench = "tau-bench"
    /// tau2-bench results: `simulations[].messages`.
    case tau2 = "tau2-bench"
    /// SWE-agent `.traj` files.
    case sweAgent = "swe-agent"
    /// vorflux trajectories of spans.
    case vorflux
    /// Claude Code session logs.
    case claudeCode = "claude-code"
    /// Codex rollouts.
    case codex
    /// OpenHands event histories.
    case openHands = "openhands"
    /// ShareGPT and glaive conversations.
    case shareGPT = "sharegpt"
    /// LLaMA-Factory's v1 records: messages of typed parts, in JSON lines or an array.
    case llamaFactory = "llama-factory"
    /// QMSum meeting transcripts.
    case qmsum
    /// aider chat histories in Markdown.
    case aider
    /// BFCL's memory sessions: the user's turns of one scenario, in JSON lines.
    case bfclMemory = "bfcl-memory"
    /// CrossWOZ dialogues by identifier.
    case crossWOZ = "crosswoz"
    /// Logs of the Inspect evaluation framework: `samples[].messages`.
    case inspect
    /// MemoryBank users with their dialogues by day.
    case memoryBank = "memorybank"
    /// OpenAssistant message trees; every path from the root to a leaf is a conversation.
    case oasst
    /// ScreenAgent sessions, a file for each step.
    case screenAgent = "screenagent"
    /// XPersona dialogues.
    case xPersona = "xpersona"
}
