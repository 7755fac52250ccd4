internal import ContextModel

/// A stretch of text of a message, with what it is.
struct MessageSegment {
    /// What a stretch of text is.
    enum Kind: UInt8 {
        case text
        case reasoning
        /// A tool call, its arguments in full.
        case call
        case result
        /// Anything else: descriptions of pictures, parts of unknown kinds.
        case other
    }

    var kind: Kind
    var text: String
}

extension Message {
    /// The texts of the message, in order. O(parts) besides JSON values, which are written out.
    var segments: [MessageSegment] {
        var segments: [MessageSegment] = []
        for part in parts { Self.add(part, as: .text, to: &segments) }
        return segments
    }

    private static func add(
        _ part: ContentPart, as kind: MessageSegment.Kind, to segments: inout [MessageSegment]
    ) {
        switch part {
        case .text(let part): segments.append(MessageSegment(kind: kind, text: part.text))
        case .reasoning(let part):
            segments.append(MessageSegment(kind: .reasoning, text: part.text))
        case .image(let image):
            let text = image.description.map { "[picture: \($0)]" } ?? "[picture]"
            segments.append(MessageSegment(kind: .other, text: text))
        case .toolCall(let call):
            let text = call.name + "(" + call.arguments.text + ")"
            segments.append(MessageSegment(kind: .call, text: text))
        case .toolResult(let result):
            for part in result.content { add(part, as: .result, to: &segments) }
        case .opaque(let value):
            // Nobody but the provider can read it, so no summary can say anything of it.
            guard part.redactedThinking == nil else { return }
            segments.append(MessageSegment(kind: .other, text: ToolArguments.value(value).text))
        }
    }
}

extension String {
    /// Calls a function with the UTF-8 bytes in one piece.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(utf8).withUnsafeBufferPointer(body)
    }
}
