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

extension [ContentPart] {
    /// Whether both say the same to a model, byte for byte: texts, names, identifiers, arguments,
    /// pictures. Fields kept for export and the shapes of the wire may differ. O(1) where they share
    /// storage, else O(bytes).
    public func saysTheSame(as other: Self) -> Bool {
        guard count == other.count else { return false }
        return sharesStorage(with: other) || zip(self, other).allSatisfy { $0.saysTheSame(as: $1) }
    }
}

extension ContentPart {
    fileprivate func saysTheSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.text(let own), .text(let other)), (.reasoning(let own), .reasoning(let other)):
            own.text.hasSameBytes(as: other.text)
        case (.image(let own), .image(let other)):
            own.size == other.size && own.description.hasSameBytes(as: other.description)
                && own.source.hasSameText(as: other.source)
        case (.toolCall(let own), .toolCall(let other)):
            own.id.hasSameBytes(as: other.id) && own.name.hasSameBytes(as: other.name)
                && own.arguments.saysTheSame(as: other.arguments)
        case (.toolResult(let own), .toolResult(let other)):
            own.callID.hasSameBytes(as: other.callID) && own.name.hasSameBytes(as: other.name)
                && own.content.saysTheSame(as: other.content)
        case (.opaque(let own), .opaque(let other)): own.hasSameText(as: other)
        default: false
        }
    }
}

extension ToolArguments {
    fileprivate func saysTheSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.text(let own), .text(let other)): own.hasSameBytes(as: other)
        case (.value(let own), .value(let other)): own.hasSameText(as: other)
        default: false
        }
    }
}
