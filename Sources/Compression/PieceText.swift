internal import Tokenization

/// The texts of a turn end to end, cut into pieces: what phrases are made of.
///
/// Phrases begin and end where pieces do, so that what stands beside them is split as before, and
/// never inside a character. After each text comes a stop: a piece without bytes, like no other.
struct PieceText {
    /// The texts' bytes, followed by sixteen zeros.
    let bytes: [UInt8]
    /// Where pieces begin, and the end.
    private(set) var starts: [Int32] = []
    /// What pieces cost, in tokens; 0 for stops.
    private(set) var tokens: [Int32] = []
    /// The pieces of each text, without its stop.
    private(set) var segments: [Range<Int>] = []

    /// The number of pieces, stops included.
    var count: Int { tokens.count }

    /// Cuts texts. Linear.
    init(_ texts: [String], _ tokenizer: Tokenizer) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(texts.reduce(16) { $0 + $1.utf8.count })
        for text in texts { bytes.append(contentsOf: text.utf8) }
        let end = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: 16))
        self.bytes = bytes
        starts.reserveCapacity(end / 4 + texts.count)
        tokens.reserveCapacity(end / 4 + texts.count)
        var place = 0
        for text in texts {
            append(place..<place + text.utf8.count, tokenizer)
            place += text.utf8.count
        }
        starts.append(Int32(end))
    }

    private mutating func append(_ range: Range<Int>, _ tokenizer: Tokenizer) {
        let first = tokens.count
        var place = Int32(range.lowerBound)
        bytes.withUnsafeBytes { bytes in
            for piece in tokenizer.pieces(utf8: UnsafeRawBufferPointer(rebasing: bytes[range])) {
                starts.append(place)
                tokens.append(piece.tokens)
                place += piece.length
            }
        }
        segments.append(first..<tokens.count)
        starts.append(Int32(range.upperBound))
        tokens.append(0)
    }

    /// The bytes of some pieces.
    func byteRange(_ pieces: Range<Int>) -> Range<Int> {
        Int(starts[pieces.lowerBound])..<Int(starts[pieces.upperBound])
    }

    /// The text of some pieces. Linear in it.
    func text(_ pieces: Range<Int>) -> String {
        String(decoding: bytes[byteRange(pieces)], as: UTF8.self)
    }
}
