internal import Tokenization

/// The texts of a turn end to end, cut into pieces: what phrases are made of.
///
/// Phrases begin and end where pieces do, so that what stands beside them is split as before, and
/// never inside a character. After each text comes a stop: a piece without bytes, like no other.
struct PieceText {
    /// The texts' bytes, followed by sixteen zeros.
    let bytes: [UInt8]
    /// Where pieces begin, and the end.
    let starts: [Int32]
    /// What pieces cost, in tokens; 0 for stops.
    let tokens: [Int32]
    /// The pieces of each text, without its stop.
    let segments: [Range<Int>]

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
        let cut = Self.cut(texts, bytes, tokenizer)
        let count = cut.reduce(0) { $0 + $1.count + 1 }
        var (segments, starts) = ([Range<Int>](), [Int32]())
        tokens = [Int32](unsafeUninitializedCapacity: count) { tokens, initialized in
            starts = [Int32](unsafeUninitializedCapacity: count + 1) { starts, initialized in
                segments = Self.write(cut, starts, tokens)
                starts[count] = Int32(truncatingIfNeeded: end)
                initialized = count + 1
            }
            initialized = count
        }
        (self.segments, self.starts) = (segments, starts)
    }

    /// The pieces of each text.
    private static func cut(
        _ texts: [String], _ bytes: [UInt8], _ tokenizer: Tokenizer
    ) -> [[TextPiece]] {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            return texts.map { text in
                let range = start..<start + text.utf8.count
                start = range.upperBound
                return tokenizer.pieces(utf8: UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
    }

    /// Fills in where pieces begin and what they cost, with a stop after each text; returns each text's
    /// range of pieces.
    private static func write(
        _ cut: [[TextPiece]], _ starts: UnsafeMutableBufferPointer<Int32>,
        _ tokens: UnsafeMutableBufferPointer<Int32>
    ) -> [Range<Int>] {
        var place: Int32 = 0
        var piece = 0
        return cut.map { pieces in
            let first = piece
            for next in pieces {
                starts[piece] = place
                tokens[piece] = next.tokens
                place += next.length
                piece += 1
            }
            starts[piece] = place
            tokens[piece] = 0
            piece += 1
            return first..<piece - 1
        }
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
