public import StrictJSON

/// One piece of a message's content.
public enum ContentPart: Hashable, Sendable {
    /// Text for the reader.
    case text(TextPart)
    /// The model's thinking, where a provider returns it.
    case reasoning(TextPart)
    /// A picture.
    case image(ImagePart)
    /// A request of the model to run a tool.
    case toolCall(ToolCall)
    /// What a tool answered.
    case toolResult(ToolResult)
    /// A part of a kind unknown to us, kept as it is and counted by its JSON text; or thinking that only
    /// its provider can read (`redactedThinking`).
    case opaque(JSONValue)
}

extension ContentPart {
    /// The texts a model reads of a part: what calls are made of, what results hold, the description of
    /// a picture, an unknown part's JSON; none of encrypted thinking. O(1) besides JSON values, which
    /// are written out.
    public var texts: [String] {
        switch self {
        case .text(let part), .reasoning(let part): [part.text]
        case .toolCall(let call): [call.name, call.arguments.text]
        case .toolResult(let result): result.content.flatMap(\.texts)
        case .image(let image): [image.description].compactMap(\.self)
        case .opaque(let value): redactedThinking == nil ? [value.compactText] : []
        }
    }

    /// The encrypted thinking of a part (Anthropic's `redacted_thinking`), in base64; nil for any other
    /// part. It goes back to the provider as it is, and nobody else can read it.
    public var redactedThinking: String? {
        guard case .opaque(let value) = self, value["type"]?.string == "redacted_thinking" else {
            return nil
        }
        return value["data"]?.string ?? ""
    }
}

extension Message {
    /// All texts a model reads of a message, in order.
    public var texts: [String] { parts.flatMap(\.texts) }
}

/// A run of text with the fields that came with it.
public struct TextPart: Hashable, Sendable {
    /// The text.
    public var text: String
    /// Further fields of the part (`cache_control`, `signature`), kept for export.
    public var extra: JSONObject

    /// A text part.
    public init(_ text: String, extra: JSONObject = JSONObject()) {
        self.text = text
        self.extra = extra
    }
}

/// A picture in a message; the pixels themselves never matter to the pipeline.
public struct ImagePart: Hashable, Sendable {
    /// The part as written (URL, base64 source, file id), kept for export.
    public var source: JSONValue
    /// Alternative text or a recorded description, if there is one.
    public var description: String?
    /// Width and height in pixels, if known.
    public var size: PixelSize?

    /// A picture.
    public init(source: JSONValue, description: String? = nil, size: PixelSize? = nil) {
        self.source = source
        self.description = description
        self.size = size
    }
}

/// Width and height of a picture.
public struct PixelSize: Hashable, Sendable {
    /// Pixels from left to right.
    public var width: Int
    /// Pixels from top to bottom.
    public var height: Int

    /// A size in pixels.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
