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
