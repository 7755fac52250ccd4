/// Takes the pieces of a text, in order.
protocol PieceSink {
    /// Takes a piece: its bytes, of which 16 are readable however short it is, and its length.
    mutating func take(_ piece: UnsafePointer<UInt8>, _ count: Int)
}

/// Splits texts by a pattern, block-wise, character by character where that is not enough.
enum PieceSplitter<Pattern: SplitPattern> {
    /// A block and the 16 bytes that may be read beyond it.
    private static var window: Int { 80 }

    /// Hands every piece of a text to the sink. Linear.
    @inline(__always)
    static func split(_ text: UnsafeRawBufferPointer, into sink: inout some PieceSink) {
        guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var position = base
        let end = base + text.count
        let classes = CharacterClass.table
        while end - position >= window {
            position += take(64, at: position, isLast: false, before: end, classes, into: &sink)
        }
        guard position < end else { return }
        withPadded(position, end - position) { position, end in
            var position = position
            while position < end {
                let count = min(64, end - position)
                let isLast = end - position < 64
                position += take(
                    count, at: position, isLast: isLast, before: end, classes, into: &sink)
            }
        }
    }

    /// Takes the pieces of a block that are certain, or the first one, and returns their length.
    @inline(__always)
    private static func take(
        _ count: Int, at base: UnsafePointer<UInt8>, isLast: Bool,
        before end: UnsafePointer<UInt8>, _ classes: CharacterClassTable,
        into sink: inout some PieceSink
    ) -> Int {
        var block = Block(
            base, count: count, isLast: isLast, hasCase: Pattern.hasCase, classes: classes)
        var starts = Pattern.starts(of: &block) & ~1
        var start = 0
        while starts != 0 {
            let next = starts.trailingZeroBitCount
            starts &= starts &- 1
            sink.take(base + start, next - start)
            start = next
        }
        if block.isLast {
            sink.take(base + start, block.count - start)
            return block.count
        }
        if start > 0 { return start }
        let pieceEnd = Pattern.pieceEnd(from: base, before: end, classes)
        sink.take(base, pieceEnd - base)
        return pieceEnd - base
    }

    /// Calls with a copy of the last bytes of a text, followed by readable zeros.
    @inline(__always)
    private static func withPadded(
        _ rest: UnsafePointer<UInt8>, _ count: Int,
        _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * window) { copy in
            copy.initialize(repeating: 0)
            guard let base = copy.baseAddress else { return }
            base.update(from: rest, count: count)
            body(UnsafePointer(base), UnsafePointer(base) + count)
        }
    }
}

/// The pieces of a text as ranges of bytes, by blocks or by characters alone; for tests.
package func pieces(
    _ text: UnsafeRawBufferPointer, encoding: Encoding, scalarOnly: Bool
) -> [Range<Int>] {
    switch encoding {
    case .cl100kBase: ranges(text, CL100kPattern.self, scalarOnly: scalarOnly)
    case .o200kBase: ranges(text, O200kPattern.self, scalarOnly: scalarOnly)
    }
}

private func ranges<Pattern: SplitPattern>(
    _ text: UnsafeRawBufferPointer, _ pattern: Pattern.Type, scalarOnly: Bool
) -> [Range<Int>] {
    var sink = RangeSink()
    guard scalarOnly else {
        PieceSplitter<Pattern>.split(text, into: &sink)
        return sink.ranges
    }
    guard var position = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return [] }
    let end = position + text.count
    while position < end {
        let next = Pattern.pieceEnd(from: position, before: end, CharacterClass.table)
        sink.take(position, next - position)
        position = next
    }
    return sink.ranges
}

private struct RangeSink: PieceSink {
    var ranges: [Range<Int>] = []

    mutating func take(_ piece: UnsafePointer<UInt8>, _ count: Int) {
        let start = ranges.last?.upperBound ?? 0
        ranges.append(start..<start + count)
    }
}
