extension IdentifierScan {
    /// Reports what a part without slashes and `@` is, if it is anything.
    mutating func readWord(_ part: Range<Int>) {
        let range = trimmed(part)
        guard range.count >= 2 else { return }
        let word = WordShape(UnsafeBufferPointer(rebasing: bytes[range]), table)
        if word.letters == 0 { return readNumber(range) }
        if word.digits > 0, isHexadecimal(range, word) { return report(.id, range) }
        if let unit = unit(in: range, word) { return readNumber(unit) }
        if word.isCodeName { return report(.codeName, range) }
        if word.isMixed { report(.id, range) }
    }

    /// Reports a number of at least three digits behind leading zeros, or with a decimal point.
    mutating func readNumber(_ range: Range<Int>) {
        var digits = 0
        var hasPoint = false
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") { hasPoint = true }
            let isDigit = byte &- 0x30 < 10
            if isDigit, digits > 0 || byte != UInt8(ascii: "0") { digits += 1 }
        }
        if digits >= 3 || hasPoint && digits > 0 { report(.number, range) }
    }

    /// Whether a word is a UUID or a hexadecimal number of at least six digits.
    private func isHexadecimal(_ range: Range<Int>, _ word: WordShape) -> Bool {
        let isUUID = range.count == 36 && word.hyphens == 4
        guard isUUID || range.count >= 6 && word.connectors == 0 else { return false }
        for (offset, index) in range.enumerated() {
            let isGap = isUUID && [8, 13, 18, 23].contains(offset)
            let isRight = isGap ? bytes[index] == UInt8(ascii: "-") : bytes[index].isHexadecimal
            guard isRight else { return false }
        }
        return true
    }

    /// The number before the unit in `100ms`, `12.5kg`, `300-page`; nil for any other word.
    private func unit(in range: Range<Int>, _ word: WordShape) -> Range<Int>? {
        guard table[Int(bytes[range.lowerBound])] == .digit,
            let letter = range.first(where: isLetter),
            (letter..<range.upperBound).allSatisfy(isLetter)
        else { return nil }
        return trimmed(range.lowerBound..<letter)
    }
}

/// What a word is made of.
private struct WordShape {
    private(set) var length: Int
    private(set) var letters = 0
    private(set) var digits = 0
    private(set) var hyphens = 0
    private(set) var underscores = 0
    private(set) var dots = 0
    private var uppers = 0
    private var startsWithLetter = false
    /// Whether every piece between dots begins with a letter and one has two bytes or more.
    private var isDotted = false
    private var isCamel = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ table: UnsafeBufferPointer<ByteClasses>) {
        length = bytes.count
        var previous = ByteClasses.dot
        var run = (uppers: 0, lowers: 0)
        var startsRight = true
        var longest = 0
        var piece = 0
        for byte in bytes {
            let own = table[Int(byte)]
            if previous == .dot, own.isDisjoint(with: [.lower, .upper, .underscore]) {
                startsRight = false
            }
            count(own)
            if own == .upper {
                if previous == .lower { isCamel = true }
                run = (run.lowers > 0 ? 1 : run.uppers + 1, 0)
            } else {
                run = own == .lower ? (run.uppers, run.lowers + 1) : (0, 0)
            }
            // `HTMLParser`, but neither `Parser` nor `IDs`.
            if run.uppers > 1, run.lowers > 1 { isCamel = true }
            piece = own == .dot ? 0 : piece + 1
            longest = max(longest, piece)
            previous = own
        }
        isDotted = dots > 0 && startsRight && longest > 1
        startsWithLetter = !ByteClasses.letter.isDisjoint(with: table[Int(bytes[0])])
    }

    private mutating func count(_ own: ByteClasses) {
        switch own {
        case .lower: letters += 1
        case .upper:
            letters += 1
            uppers += 1
        case .digit: digits += 1
        case .hyphen: hyphens += 1
        case .underscore: underscores += 1
        default: dots += 1
        }
    }

    var connectors: Int { hyphens + underscores + dots }

    /// Whether the word is a name out of code; one with three digits or more is rather an id.
    var isCodeName: Bool {
        if underscores > 0 { return digits < 3 && length > 2 }
        if isDotted { return true }
        if connectors > 0 { return false }
        return isCamel && digits < 3 || uppers == length && length > 2
    }

    /// Whether letters and digits make the word something to look up: `HAT136`, `gpt-4o`, `v1.2.3`.
    var isMixed: Bool { length > 3 && digits > (startsWithLetter ? 0 : 1) }
}

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

extension IdentifierScan {
    /// Reports the URL whose scheme ends the chunk, if there is one, and says where it ends.
    mutating func endOfURL(after chunk: Range<Int>) -> Int? {
        let start = chunk.lowerBound
        let end = chunk.upperBound
        guard end + 3 < bytes.count, bytes[end] == UInt8(ascii: ":"),
            bytes[end + 1] == UInt8(ascii: "/"), bytes[end + 2] == UInt8(ascii: "/")
        else { return nil }
        var scheme = end
        while scheme > start, isLetter(scheme - 1) { scheme -= 1 }
        let host = end + 3
        var last = host
        while last < bytes.count, !Self.endsURL(bytes[last]) { last += 1 }
        while last > host, Self.isPunctuation(bytes[last - 1]) { last -= 1 }
        guard scheme < end, last > host else { return nil }
        report(.url, scheme..<last)
        return last
    }

    /// Reports the address if the part is one, else what stands between the `@`s.
    mutating func readParts(of chunk: Range<Int>, _ seen: ByteClasses) {
        guard seen.contains(.at) else { return readPath(chunk, seen) }
        let ats = chunk.filter { bytes[$0] == UInt8(ascii: "@") }
        if ats.count == 1, let address = address(in: chunk, at: ats[0]) {
            return report(.email, address)
        }
        var start = chunk.lowerBound
        for end in ats + [chunk.upperBound] {
            readPath(start..<end, seen)
            start = end + 1
        }
    }

    /// The mail address around an `@`: something before it, a domain of letters with a dot behind it.
    private func address(in chunk: Range<Int>, at: Int) -> Range<Int>? {
        let local = trimmed(chunk.lowerBound..<at)
        var domain = trimmed(at + 1..<chunk.upperBound)
        if let slash = domain.first(where: { bytes[$0] == UInt8(ascii: "/") }) {
            domain = domain.lowerBound..<slash
        }
        guard !local.isEmpty, local.upperBound == at, domain.lowerBound == at + 1,
            let dot = domain.last(where: { bytes[$0] == UInt8(ascii: ".") }),
            dot > domain.lowerBound, domain.upperBound - dot > 2,
            (dot + 1..<domain.upperBound).allSatisfy(isLetter)
        else { return nil }
        return local.lowerBound..<domain.upperBound
    }

    func isLetter(_ index: Int) -> Bool {
        !ByteClasses.letter.isDisjoint(with: table[Int(bytes[index])])
    }

    private static func endsURL(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "`"), UInt8(ascii: "\\"), UInt8(ascii: "|"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "^"):
            true
        default: false
        }
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"),
            UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
