/// Reads a text once, byte by byte, and tells its words, facts and sentences.
///
/// The patterns are this module's own: what measures the loss of facts elsewhere finds them by other
/// rules, so that no summary is judged by the pattern that made it. O(bytes).
struct FactScanner<Sink: FactSink> {
    /// Longer runs without a space are no facts: encoded data.
    static var longestFact: Int { 160 }
    /// The longest text in quotation marks that is a fact.
    static var longestQuote: Int { 64 }

    let bytes: UnsafeBufferPointer<UInt8>
    var sink: Sink
    let traits = ByteTraits.table
    let common = CommonWords.english
    var end = 0
    private var lastQuoteEnd = -1

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ sink: Sink) {
        self.bytes = bytes
        self.sink = sink
    }

    /// Reads a range, which must begin and end at character boundaries.
    mutating func scan(_ range: Range<Int>) {
        end = range.upperBound
        lastQuoteEnd = -1
        var position = range.lowerBound
        while position < end {
            let trait = traits[Int(bytes[position])]
            if trait == 0 {
                position += 1
            } else if trait & ByteTraits.word != 0 {
                position = readRun(from: position, head: position)
            } else if trait == ByteTraits.wide {
                position = readWide(at: position)
            } else if trait == ByteTraits.quote {
                readQuote(at: position, after: range.lowerBound)
                position += 1
            } else {
                position = readSign(at: position)
            }
        }
        sink.end(.line, at: end)
    }

    @inline(__always)
    func byte(at position: Int) -> UInt8 { position < end ? bytes[position] : 0 }

    @inline(__always)
    func isWord(at position: Int) -> Bool {
        position < end && traits[Int(bytes[position])] & ByteTraits.word != 0
    }

    private mutating func readSign(at position: Int) -> Int {
        let next = byte(at: position + 1)
        switch bytes[position] {
        case 0x0A:
            sink.end(.line, at: position)
        case UInt8(ascii: "?"):
            if endsSentence(before: next) { sink.end(.question, at: position + 1) }
        case UInt8(ascii: "!"):
            if endsSentence(before: next) { sink.end(.sentence, at: position + 1) }
        case UInt8(ascii: "\\"):
            let isEscape =
                next == UInt8(ascii: "n") || next == UInt8(ascii: "t")
                || next == UInt8(ascii: "r") || next == UInt8(ascii: "\"")
                || next == UInt8(ascii: "\\")
            return min(end, position + (isEscape ? 2 : 1))
        case 0xC2: return min(end, position + 2)
        case 0xE2: return min(end, position + 3)
        default: return readLead(at: position)
        }
        return position + 1
    }

    private func endsSentence(before next: UInt8) -> Bool {
        next <= 0x20 || next == UInt8(ascii: "\"") || next == UInt8(ascii: ")")
    }

    /// What may stand before a run and belong to it: `/`, `./`, `../`, `~/`, `.` and `--`.
    private mutating func readLead(at position: Int) -> Int {
        let first = bytes[position]
        if first == UInt8(ascii: "."), endsSentence(before: byte(at: position + 1)) {
            sink.end(.sentence, at: position + 1)
            return position + 1
        }
        var head = position
        while head < end, head - position < 4, isLead(bytes[head]) { head += 1 }
        guard isWord(at: head) else { return max(head, position + 1) }
        let length = head - position
        let last = bytes[head - 1]
        let isOption = first == UInt8(ascii: "-") && last == first && length == 2
        let isPath = first != UInt8(ascii: "-") && last == UInt8(ascii: "/") && length < 4
        let isHidden = length == 1 && first == UInt8(ascii: ".")
        let belongs = isOption || isPath || isHidden
        return readRun(from: belongs ? position : head, head: head)
    }

    private func isLead(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "~")
            || byte == UInt8(ascii: "-")
    }

    /// A character that is a word by itself, or the punctuation of such scripts.
    private mutating func readWide(at position: Int) -> Int {
        let first = bytes[position]
        let next = min(end, position + (first >= 0xF0 ? 4 : 3))
        let second = byte(at: position + 1)
        let third = byte(at: position + 2)
        switch (first, second) {
        case (0xE3, 0x80):
            if third == 0x82 { sink.end(.sentence, at: next) }
        case (0xEF, 0xBC) where third == 0x81: sink.end(.sentence, at: next)
        case (0xEF, 0xBC) where third == 0x9F: sink.end(.question, at: next)
        case (0xEF, 0xBC) where third < 0x90: break
        case (0xF0, 0x9F): break
        default:
            sink.begin(at: position)
            var hash = FoldedHash()
            for index in position..<next { hash.add(bytes[index]) }
            sink.word(hash.mixed, [], at: position..<next)
        }
        return next
    }

    /// Several words in quotation marks, or one in back ticks.
    private mutating func readQuote(at position: Int, after start: Int) {
        let mark = bytes[position]
        guard position > lastQuoteEnd, byte(at: position + 1) > 0x20 else { return }
        if position > start, traits[Int(bytes[position - 1])] & ByteTraits.word != 0 { return }
        var hash = FoldedHash()
        var spaces = 0
        var index = position + 1
        let limit = min(end, index + Self.longestQuote)
        while index < limit, bytes[index] != mark {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\\") { return }
            spaces += byte == 0x20 ? 1 : 0
            hash.add(byte)
            index += 1
        }
        guard index < limit, index - position > 2 else { return }
        lastQuoteEnd = index
        if mark == UInt8(ascii: "'"), isWord(at: index + 1) { return }
        let inside = position + 1..<index
        if spaces > 0, bytes[index - 1] > 0x20, index - position > 5 {
            sink.fact(hash.mixed, .quoted, at: inside)
        } else if spaces == 0, mark == UInt8(ascii: "`") {
            sink.fact(hash.mixed, .codeName, at: inside)
        }
    }
}

/// What a scanner tells of a text, in the order of the text.
protocol FactSink {
    /// Whether the parts of compound facts are wanted.
    static var wantsParts: Bool { get }

    /// A run of characters begins here: nothing before it belongs to what follows.
    mutating func begin(at position: Int)

    /// A word. Words of compound facts are told, too.
    mutating func word(_ key: UInt64, _ role: CommonWords.Role, at range: Range<Int>)

    /// A beginning or end of a compound fact: the folder of a path, the module of a dotted name.
    mutating func part(_ key: UInt64)

    /// A fact; its words were told before.
    mutating func fact(_ key: UInt64, _ kind: FactKind, at range: Range<Int>)

    /// A sentence or line ended before the position.
    mutating func end(_ boundary: TextBoundary, at position: Int)
}

/// What ends a unit of text.
enum TextBoundary {
    case sentence
    case question
    case line
}

extension FactScanner {
    /// What a run is; nil for plain words.
    func kind(of range: Range<Int>, head: Int, _ seen: RunTraits) -> FactKind? {
        if seen.hasScheme { return .url }
        let length = range.count
        let letters = seen.kinds & (ByteTraits.lower | ByteTraits.upper | ByteTraits.letter)
        if letters == 0, seen.kinds & ByteTraits.underscore == 0 {
            if seen.digits >= 5, seen.turns == 1 { return .identifier }
            return seen.digits >= 2 ? .number : nil
        }
        if looksEncoded(length: length, seen) { return nil }
        if seen.hasAt { return seen.dots > 0 ? .email : .identifier }
        if seen.slashes > 0 { return isPath(range, seen) ? .path : nil }
        if isIdentifier(from: head, length: length, seen) { return .identifier }
        if range.lowerBound < head { return length > 3 ? .codeName : nil }
        if byte(at: range.upperBound) == UInt8(ascii: "("), length > 2, seen.hyphens == 0 {
            return .codeName
        }
        return isName(range, seen) ? .name : nil
    }

    /// Base64 and the like: small letters, capitals and digits taking turns all the time.
    private func looksEncoded(length: Int, _ seen: RunTraits) -> Bool {
        let all = ByteTraits.lower | ByteTraits.upper | ByteTraits.digit
        return length >= 24 && seen.kinds & all == all && seen.turns * 4 >= length
            && seen.dots == 0
    }

    /// Two words with a stroke between them are a path only if something else says so.
    private func isPath(_ range: Range<Int>, _ seen: RunTraits) -> Bool {
        guard range.count > 3 else { return false }
        return traits[Int(bytes[range.lowerBound])] == ByteTraits.sign
            || seen.slashes > 1 || seen.dots > 0
            || seen.kinds & (ByteTraits.digit | ByteTraits.underscore) != 0
    }

    private func isIdentifier(from start: Int, length: Int, _ seen: RunTraits) -> Bool {
        guard length >= 3 else { return false }
        if seen.kinds & ByteTraits.underscore != 0 || seen.hasInnerCapital || seen.hasScope {
            return true
        }
        if seen.kinds & ByteTraits.digit != 0 {
            let isQuantity =
                seen.kinds == ByteTraits.digit | ByteTraits.lower && seen.turns == 2
                && traits[Int(bytes[start])] == ByteTraits.digit
            return length > 4 || !isQuantity
        }
        return seen.dots > 0 && length >= 5
    }

    /// A capitalised word after another word, or a word in capitals.
    private func isName(_ range: Range<Int>, _ seen: RunTraits) -> Bool {
        guard range.count >= 2, seen.hyphens == 0 else { return false }
        let first = traits[Int(bytes[range.lowerBound])]
        guard first == ByteTraits.upper else { return false }
        if seen.kinds == ByteTraits.upper { return range.count <= 12 }
        guard range.count >= 3, range.lowerBound >= 2 else { return false }
        let before = bytes[range.lowerBound - 2]
        return bytes[range.lowerBound - 1] == 0x20
            && (traits[Int(before)] & ByteTraits.word != 0 || before == UInt8(ascii: ","))
    }
}
