extension IdentifierScan {
    /// The range without the dots and hyphens at its ends, and without `./` and `../` before it.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, isDotOrHyphen(start) {
            start += 1
            let isStep = bytes[start - 1] == UInt8(ascii: ".") && start < end && isSlash(start)
            if isStep { start += 1 }
        }
        while start < end, isDotOrHyphen(end - 1) { end -= 1 }
        return start..<end
    }

    /// Reports the path if the part is one, else what stands between the slashes.
    mutating func readPath(_ part: Range<Int>, _ seen: ByteClasses) {
        guard seen.contains(.slash) else { return readWord(part) }
        var range = trimmed(part)
        while let last = range.last, isSlash(last) || isDotOrHyphen(last) {
            range = range.lowerBound..<last
        }
        if isPath(range) { return report(.path, range) }
        if isDate(range) { return readNumber(range) }
        var start = range.lowerBound
        for end in range where isSlash(end) {
            readWord(start..<end)
            start = end + 1
        }
        readWord(start..<range.upperBound)
    }

    /// Whether a range is a path: `/tmp`, `src/main/swift`, `src/main.c`, `tests/test_all`; but
    /// neither `and/or` nor the end of an HTML element.
    private func isPath(_ range: Range<Int>) -> Bool {
        guard range.count >= 3, range.contains(where: isLetter) else { return false }
        let start = range.lowerBound
        if isSlash(start) {
            let isEndOfElement = start > 0 && bytes[start - 1] == UInt8(ascii: "<")
            return !isEndOfElement && !isSlash(start + 1)
        }
        let slashes = range.filter(isSlash)
        guard let last = slashes.last else { return false }
        if slashes.count > 1 { return true }
        let name = last + 1..<range.upperBound
        return name.contains { bytes[$0] == UInt8(ascii: ".") }
            || range.contains { bytes[$0] == UInt8(ascii: "_") }
    }

    /// Whether a range is digits with two slashes between.
    private func isDate(_ range: Range<Int>) -> Bool {
        let others = range.filter { table[Int(bytes[$0])] != .digit }
        return others.count == 2 && others.allSatisfy(isSlash)
    }

    private func isSlash(_ index: Int) -> Bool { bytes[index] == UInt8(ascii: "/") }

    private func isDotOrHyphen(_ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: "-")
    }
}
