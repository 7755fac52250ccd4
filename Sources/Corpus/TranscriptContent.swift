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
