public import StrictJSON

/// Writes values as bytes such that different values never give the same bytes: what content hashes are
/// taken over.
///
/// Every field is preceded by its length or by a tag that says what follows. JSON is written as its
/// compact text, members in their order, number lexemes kept.
public struct CanonicalBytes: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// Nothing written yet.
    public init() {}

    /// Forgets what was written; the memory stays for what comes.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Adds a whole number.
    public mutating func add(_ number: Int) {
        withUnsafeBytes(of: Int64(number).littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Adds a text. O(bytes).
    public mutating func add(_ text: String) {
        add(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// Adds a text that may be missing, which is not the same as an empty one.
    public mutating func add(_ text: String?) {
        bytes.append(text == nil ? 0 : 1)
        if let text { add(text) }
    }

    /// Adds a digest.
    public mutating func add(_ digest: ContentDigest) {
        let words = (
            digest.first.bigEndian, digest.second.bigEndian, digest.third.bigEndian,
            digest.fourth.bigEndian
        )
        withUnsafeBytes(of: words) { bytes.append(contentsOf: $0) }
    }

    /// Adds a JSON value. O(bytes).
    public mutating func add(_ value: JSONValue) { add(value.compactText) }

    /// Adds the members of an object.
    public mutating func add(_ object: JSONObject) {
        bytes.append(object.isEmpty ? 0 : 1)
        if !object.isEmpty { add(JSONValue.object(object)) }
    }

    /// Adds a message, every field of it. O(bytes).
    public mutating func add(_ message: Message) {
        add(message.role.rawValue)
        add(message.name)
        add(message.wire.role)
        add(message.wire.content)
        add(message.extra)
        add(message.parts)
        // Only where it is said, so that what was stored before keeps its digests; no message and no
        // part begins with this byte.
        guard let reasoning = message.wire.reasoning else { return }
        bytes.append(0xFF)
        add(reasoning)
    }

    private mutating func add(_ parts: [ContentPart]) {
        add(parts.count)
        for part in parts { add(part) }
    }

    private mutating func add(_ part: ContentPart) {
        switch part {
        case .text(let part): add(part, tag: 1)
        case .reasoning(let part): add(part, tag: 2)
        case .image(let image):
            bytes.append(3)
            add(image.source)
            add(image.description)
            add(image.size?.width ?? -1)
            add(image.size?.height ?? -1)
        case .toolCall(let call): add(call)
        case .toolResult(let result):
            bytes.append(5)
            add(result.callID)
            add(result.name)
            add(result.content)
            add(result.shape)
            add(result.extra)
        case .opaque(let value):
            bytes.append(6)
            add(value)
        }
    }

    private mutating func add(_ part: TextPart, tag: UInt8) {
        bytes.append(tag)
        add(part.text)
        add(part.extra)
    }

    private mutating func add(_ call: ToolCall) {
        bytes.append(4)
        add(call.id)
        add(call.name)
        switch call.arguments {
        case .text(let text):
            bytes.append(0)
            add(text)
        case .value(let value):
            bytes.append(1)
            add(value)
        }
        add(call.extra)
        bytes.append(call.shape.tag)
    }

    private mutating func add(_ shape: MessageWire.Content) { bytes.append(shape.tag) }
}

extension MessageWire.Content {
    fileprivate var tag: UInt8 {
        switch self {
        case .string: 0
        case .parts: 1
        case .null: 2
        case .absent: 3
        }
    }
}

extension ToolCallShape {
    fileprivate var tag: UInt8 {
        switch self {
        case .function: 0
        case .untyped: 1
        case .flat: 2
        case .custom: 3
        case .functionCall: 4
        }
    }
}

/// Computes content hashes; the shell hands one in, so that no core module links a hash library.
public protocol ContentHasher: Sendable {
    /// The SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
    func sha256(_ bytes: [UInt8]) -> String

    /// The SHA-256 of the bytes, as a value.
    func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest
}

extension ContentHasher {
    /// The SHA-256 of the bytes, as a value.
    public func digest(_ bytes: [UInt8]) -> ContentDigest { bytes.withUnsafeBytes { digest($0) } }

    /// The digest of a message: it covers every field, those included that count nothing.
    public func digest(of message: Message) -> ContentDigest {
        var bytes = CanonicalBytes()
        bytes.add(message)
        return digest(bytes.bytes)
    }
}

/// A SHA-256 as four words, the first bytes in the highest places of the first word.
public struct ContentDigest: Hashable, Sendable, Comparable {
    /// The first eight bytes.
    public let first: UInt64
    /// The second eight bytes.
    public let second: UInt64
    /// The third eight bytes.
    public let third: UInt64
    /// The last eight bytes.
    public let fourth: UInt64

    /// A digest of four words.
    public init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// The digest of 64 hexadecimal digits, or nil for any other text.
    public init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var words: [UInt64] = []
        for start in stride(from: 0, to: 64, by: 16) {
            let word = String(decoding: digits[start..<start + 16], as: UTF8.self)
            guard let value = UInt64(word, radix: 16), !word.hasPrefix("+") else { return nil }
            words.append(value)
        }
        self.init(words[0], words[1], words[2], words[3])
    }

    /// The 64 lower-case hexadecimal digits.
    public var hexadecimal: String {
        [first, second, third, fourth].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Whether the left digest comes first, word by word.
    public static func < (left: Self, right: Self) -> Bool {
        (left.first, left.second, left.third, left.fourth)
            < (right.first, right.second, right.third, right.fourth)
    }
}
