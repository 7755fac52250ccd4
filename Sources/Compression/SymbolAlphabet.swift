internal import ContextModel
public import Tokenization

/// The characters that may stand for a phrase: single tokens of an encoding that Western text and code
/// do not have.
///
/// The rule: tokens that are one letter without case (general category Lo) of the Basic
/// Multilingual Plane, not of a script written from right to left, and that cost one token more than
/// their neighbours alone between words, signs, digits and line ends; in descending order of their
/// ids, since a late merge is rare text. Letters, not signs: a sign takes line ends after it into
/// its piece and parts them from the indentation that follows.
public struct SymbolAlphabet: Sendable {
    /// The symbols, in the order in which they are given out.
    public let symbols: [Unicode.Scalar]
    /// The encoding that has them.
    public let encoding: Encoding
    /// The position of a scalar of the plane among the symbols plus one, or 0.
    private let places: [UInt16]

    /// The symbols of a tokenizer's encoding. Linear in the vocabulary: make it once.
    public init(_ tokenizer: Tokenizer) {
        var symbols: [Unicode.Scalar] = []
        var places = [UInt16](repeating: 0, count: 0x1_0000)
        for id in stride(from: UInt32(tokenizer.vocabularySize) - 1, through: 256, by: -1) {
            guard let bytes = try? tokenizer.decode([id]), bytes.count == 2 || bytes.count == 3,
                let scalar = Self.letter(bytes)
            else { continue }
            guard Self.standsAlone(scalar, tokenizer) else { continue }
            symbols.append(scalar)
            places[Int(scalar.value)] = UInt16(symbols.count)
        }
        self.symbols = symbols
        self.places = places
        encoding = tokenizer.encoding
    }

    /// The position of a scalar among the symbols, nil if it is none.
    @inline(__always)
    public func index(of scalar: Unicode.Scalar) -> Int? { index(ofCode: scalar.value) }

    @inline(__always)
    func index(ofCode code: UInt32) -> Int? {
        guard code < 0x1_0000 else { return nil }
        let place = Int(places[Int(code)])
        return place == 0 ? nil : place - 1
    }

    /// The letter that bytes are, if it is one of the kind.
    private static func letter(_ bytes: [UInt8]) -> Unicode.Scalar? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let scalars = text.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else { return nil }
        let isRightToLeft = (0x0590...0x08FF).contains(scalar.value)
        return scalar.properties.generalCategory == .otherLetter && !isRightToLeft ? scalar : nil
    }

    /// Whether a letter costs one token more than its neighbours alone, whatever they are.
    private static func standsAlone(_ scalar: Unicode.Scalar, _ tokenizer: Tokenizer) -> Bool {
        let letter = String(Character(scalar))
        return neighbours.allSatisfy { neighbour in
            let alone = tokenizer.count(neighbour.before) + tokenizer.count(neighbour.after)
            let together = tokenizer.count(neighbour.before + letter + neighbour.after)
            return together.value == alone.value + 1
        }
    }

    private static let neighbours: [(before: String, after: String)] = [
        ("", ""), ("get", "value"), ("(", ")"), (",", "."), ("\n", "\n    "), (":", "\n\n"),
        ("1", "2"), (" =", " x"), ("\"", "\","),
    ]
}
