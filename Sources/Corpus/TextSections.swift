/// The sections of a text, each beginning with a line that starts with a mark, cut one at a time;
/// what stands before the first is left out.
struct TextSections {
    /// A section that was cut out but not read yet.
    struct Section {
        /// Its bytes after the mark, as offsets in the whole text.
        let range: Range<Int>
        /// The line it begins in, from 1.
        let line: Int
    }

    private let bytes: UnsafeRawBufferPointer
    private let mark: [UInt8]
    private var at = 0
    private var line = 1

    /// The sections of a text; the bytes must stay in place.
    init(_ bytes: UnsafeRawBufferPointer, mark: String) {
        self.bytes = bytes
        self.mark = Array(mark.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        advanceToMark()
    }

    /// The next section, or nil at the end of the text. O(its bytes).
    mutating func next() -> Section? {
        guard at < bytes.count else { return nil }
        let (start, line) = (at + mark.count, line)
        goToNextLine()
        advanceToMark()
        return Section(range: start..<at, line: line)
    }

    private mutating func advanceToMark() {
        while at < bytes.count, !bytes[at...].starts(with: mark) { goToNextLine() }
    }

    private mutating func goToNextLine() {
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        at = min(at + 1, bytes.count)
        line += 1
    }
}
