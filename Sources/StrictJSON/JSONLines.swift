/// The values of a text of JSON lines, cut but not read; blank lines are left out.
///
/// Only one value at a time is needed in memory, however long the text is. A carriage return before
/// the line feed and a leading byte order mark belong to no value. The bytes must stay in place while
/// the lines are used.
public struct JSONLines: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private var at: Int
    private var line = 0

    /// The lines of a text.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        at = bytes.lengthOfByteOrderMark
    }

    /// The value of the next line that is not blank, without white space around it; nil at the end.
    public mutating func next() -> JSONSlice? {
        while at < bytes.count {
            let end = bytes.firstOffset(of: 0x0A, from: at)
            let range = trimmed(at..<end)
            line += 1
            at = end + 1
            if !range.isEmpty { return JSONSlice(range: range, line: line, path: "") }
        }
        return nil
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Self.isSpace(bytes[start]) { start += 1 }
        while start < end, Self.isSpace(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}
