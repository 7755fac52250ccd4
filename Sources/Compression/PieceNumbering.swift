internal import Tokenization

/// Numbers the pieces of a text that stand in it more than once: equal bytes have equal numbers, from 0
/// in order of first occurrence.
///
/// A table with open addressing over 64-bit hashes; equal hashes are checked byte by byte.
struct PieceNumbering {
    private struct Slot {
        var hash: UInt64
        var start: Int32
        /// The first piece with these bytes; -1 in a free slot.
        var first: Int32
    }

    private typealias Slots = UnsafeMutableBufferPointer<Slot>

    /// The number of every piece; of one that is alone, taken or a stop, what no other piece has: the
    /// complement of its place, below 0.
    let numbers: [Int32]
    /// How many numbers there are.
    let count: Int

    /// Numbers the pieces of a text. Linear, expected.
    init(_ text: PieceText, isTaken: [Bool]) {
        var capacity = 64
        while capacity < text.count * 2 { capacity *= 2 }
        var found = 0
        numbers = [Int32](unsafeUninitializedCapacity: text.count) { numbers, initialized in
            withUnsafeTemporaryAllocation(of: Slot.self, capacity: capacity) { slots in
                slots.initialize(repeating: Slot(hash: 0, start: 0, first: -1))
                Self.link(text, isTaken, slots, numbers)
            }
            found = Self.number(numbers)
            initialized = text.count
        }
        count = found
    }

    /// Writes the place of the first equal piece to each that is not the first, its complement where
    /// there is none, and marks first pieces that are not alone.
    private static func link(
        _ text: PieceText, _ isTaken: [Bool], _ slots: Slots,
        _ numbers: UnsafeMutableBufferPointer<Int32>
    ) {
        text.bytes.withUnsafeBytes { bytes in
            for piece in 0..<text.count {
                let place = Int32(truncatingIfNeeded: piece)
                let start = Int(text.starts[piece])
                let length = Int(text.starts[piece + 1]) - start
                numbers[piece] = ~place
                guard length > 0, !isTaken[piece] else { continue }
                let first = first(of: bytes, start, length, place, slots)
                if first != place {
                    numbers[Int(first)] = first
                    numbers[piece] = first
                }
            }
        }
    }

    /// Numbers what is linked.
    private static func number(_ numbers: UnsafeMutableBufferPointer<Int32>) -> Int {
        var count: Int32 = 0
        for piece in 0..<numbers.count where numbers[piece] >= 0 {
            if Int(numbers[piece]) == piece {
                numbers[piece] = count
                count += 1
            } else {
                numbers[piece] = numbers[Int(numbers[piece])]
            }
        }
        return Int(count)
    }

    @inline(__always)
    private static func first(
        of bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int, _ piece: Int32,
        _ slots: Slots
    ) -> Int32 {
        let hash = Self.hash(bytes, start, length)
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash >> 20) & mask
        while slots[place].first >= 0 {
            let slot = slots[place]
            if slot.hash == hash, bytes.areEqual(start, Int(slot.start), length) {
                return slot.first
            }
            place = (place + 1) & mask
        }
        slots[place] = Slot(hash: hash, start: Int32(truncatingIfNeeded: start), first: piece)
        return piece
    }

    /// Multiplies and folds eight bytes at a time; the length is hashed in, so that equal hashes of
    /// pieces of other lengths are as rare as any. Reads up to eight bytes beyond the piece.
    @inline(__always)
    private static func hash(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> UInt64
    {
        var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while offset < length {
            var word = bytes.loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
            let rest = length - offset
            if rest < 8 { word &= (1 &<< UInt64(8 * rest)) &- 1 }
            let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
            hash = product.high ^ product.low
            offset += 8
        }
        return hash
    }
}

extension UnsafeRawBufferPointer {
    /// Whether two ranges of a length, which is not 0, hold the same bytes. The hash has the length,
    /// so the other range is as long, but for a collision: then it still lies within the buffer.
    @inline(__always)
    fileprivate func areEqual(_ left: Int, _ right: Int, _ length: Int) -> Bool {
        for offset in 0..<length where self[left + offset] != self[right + offset] { return false }
        return true
    }
}

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
