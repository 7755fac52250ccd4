import ContextModel
import Files

enum Records {
    /// A digest by a number.
    static func key(_ number: Int) -> ContentDigest {
        SHA256Hasher().digest([UInt8]("key \(number)".utf8))
    }

    /// Where the record of a number is, in its folder.
    static func name(_ number: Int) -> String {
        let name = key(number).hexadecimal
        return "\(name.prefix(2))/\(name)"
    }
}

extension ChunkRecord {
    /// A record for tests with every field set.
    init(_ number: Int, summary: String = "what was said", condensedAt: Duration = .seconds(5)) {
        self.init(
            key: Records.key(number), summary: summary, summaryTokens: TokenCount(3),
            sourceTokens: TokenCount(400 + number), qualityMillionths: 987_654,
            strategy: "extract", condensedAt: condensedAt)
        usedAt = condensedAt + .nanoseconds(7)
    }
}
