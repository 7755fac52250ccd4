internal import ContextModel

/// Messages as plain text, a line or more each, tool calls and results included.
struct TranscriptText {
    private(set) var text = ""

    init(_ messages: [Message]) {
        for message in messages {
            for segment in message.segments where !segment.text.isEmpty {
                if !text.isEmpty { text += "\n" }
                text += Self.label(of: segment, in: message) + segment.text
            }
        }
    }

    private static func label(of segment: MessageSegment, in message: Message) -> String {
        switch segment.kind {
        case .call: "Assistant calls: "
        case .result: "Tool result: "
        case .reasoning: "Assistant thinks: "
        case .text, .other: ExtractSource.Speaker(message.role).label
        }
    }
}
