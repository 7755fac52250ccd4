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
