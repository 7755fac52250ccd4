import Tokenization

/// Byte-pair encoding as defined: of all adjacent pairs whose joined bytes are a token, merge the one
/// of the lowest rank, leftmost first, until there is none. Quadratic; the reference.
struct NaiveTokenizer: Sendable {
    private let encoding: Encoding
    private let ranks: [[UInt8]: UInt32]

    static let all: [Encoding: NaiveTokenizer] = {
        Dictionary(uniqueKeysWithValues: Encoding.allCases.map { ($0, NaiveTokenizer($0)) })
    }()

    /// Takes the vocabulary by decoding each id from 0 on.
    private init(_ encoding: Encoding) {
        self.encoding = encoding
        let tokenizer = Tokenizer.shared(encoding)
        var ranks: [[UInt8]: UInt32] = [:]
        ranks.reserveCapacity(200_000)
        while let bytes = try? tokenizer.decode(CollectionOfOne(UInt32(ranks.count))) {
            ranks[bytes] = UInt32(ranks.count)
        }
        self.ranks = ranks
    }

    /// The tokens of the vocabulary.
    var vocabularySize: Int { ranks.count }

    /// The ids of a text.
    func encode(_ text: String) -> [UInt32] {
        PublishedPattern(encoding).split(text).flatMap { merge(Array($0.utf8)) }
    }

    /// The ids of one piece.
    func merge(_ piece: [UInt8]) -> [UInt32] {
        var parts = piece.map { [$0] }
        while let (at, _) = lowestPair(in: parts) {
            parts.replaceSubrange(at...at + 1, with: [parts[at] + parts[at + 1]])
        }
        return parts.compactMap { ranks[$0] }
    }

    private func lowestPair(in parts: [[UInt8]]) -> (at: Int, rank: UInt32)? {
        var lowest: (at: Int, rank: UInt32)?
        for at in parts.indices.dropLast() {
            guard let rank = ranks[parts[at] + parts[at + 1]] else { continue }
            if lowest.map({ rank < $0.rank }) ?? true { lowest = (at, rank) }
        }
        return lowest
    }
}
