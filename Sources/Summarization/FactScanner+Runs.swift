/// What was seen of a run of characters without spaces.
struct RunTraits {
    /// Kinds of characters seen, as bits of `ByteTraits`.
    var kinds: UInt8 = 0
    /// How often small letters, capitals and digits take turns.
    var turns = 0
    /// Whether a capital follows a small letter.
    var hasInnerCapital = false
    var digits = 0
    var dots = 0
    var slashes = 0
    var hyphens = 0
    var hasAt = false
    var hasScheme = false
    var hasScope = false
    /// Where the run can be parted, with the hash of what stands before.
    var joints: [(position: Int, before: UInt64)] = []
}

extension FactScanner {
    /// Reads a run: words with single signs between them, and tells what it is. Gives its end.
    mutating func readRun(from start: Int, head: Int) -> Int {
        sink.begin(at: start)
        var seen = RunTraits()
        var hash = FoldedHash()
        for index in start..<head { hash.add(bytes[index]) }
        if start < head, bytes[head - 1] == UInt8(ascii: "/") { seen.slashes = 1 }
        var position = head
        while true {
            position = readWord(from: position, into: &hash, &seen)
            let joint = jointLength(at: position, after: head, &seen)
            guard joint > 0 else { break }
            if Sink.wantsParts, seen.joints.count < 8 {
                seen.joints.append((position, hash.mixed))
            }
            for index in position..<position + joint { hash.add(bytes[index]) }
            position += joint
            if seen.hasScheme {
                position = readAddress(from: position, into: &hash)
                break
            }
        }
        if position - start <= Self.longestFact {
            tell(start..<position, head: head, hash.mixed, seen)
        }
        return position
    }

    private mutating func readWord(
        from start: Int, into hash: inout FoldedHash, _ seen: inout RunTraits
    ) -> Int {
        var word = FoldedHash()
        var position = start
        var last: UInt8 = 0
        while position < end {
            let byte = bytes[position]
            let trait = traits[Int(byte)]
            guard trait & ByteTraits.word != 0 else { break }
            if trait != last {
                seen.turns += 1
                if trait == ByteTraits.upper, last == ByteTraits.lower {
                    seen.hasInnerCapital = true
                }
            }
            last = trait
            seen.kinds |= trait
            seen.digits += trait == ByteTraits.digit ? 1 : 0
            hash.add(byte)
            word.add(byte)
            position += 1
        }
        if position - start <= 48 {
            let key = word.mixed
            sink.word(key, common.role(of: key), at: start..<position)
        }
        return position
    }

    /// How many signs join the run with the word that follows; 0 where the run ends.
    private func jointLength(at position: Int, after head: Int, _ seen: inout RunTraits) -> Int {
        guard position < end else { return 0 }
        let nextIsWord = isWord(at: position + 1)
        switch bytes[position] {
        case UInt8(ascii: "."):
            seen.dots += nextIsWord ? 1 : 0
            return nextIsWord ? 1 : 0
        case UInt8(ascii: "-"):
            seen.hyphens += nextIsWord ? 1 : 0
            return nextIsWord ? 1 : 0
        case UInt8(ascii: "@"):
            if nextIsWord { seen.hasAt = true }
            return nextIsWord ? 1 : 0
        case UInt8(ascii: "/"):
            let hidesNext = byte(at: position + 1) == UInt8(ascii: ".") && isWord(at: position + 2)
            seen.slashes += nextIsWord || hidesNext ? 1 : 0
            return nextIsWord ? 1 : hidesNext ? 2 : 0
        case UInt8(ascii: ","): return joinsThousands(at: position) ? 1 : 0
        case UInt8(ascii: ":"): return colonLength(at: position, after: head, &seen)
        default: return 0
        }
    }

    private func isDigit(_ position: Int) -> Bool { byte(at: position) &- 0x30 < 10 }

    private func joinsThousands(at position: Int) -> Bool {
        isDigit(position - 1) && isDigit(position + 1) && isDigit(position + 2)
            && isDigit(position + 3) && !isDigit(position + 4)
    }

    /// `://` of an address, `::` of a scope, `:` of a time.
    private func colonLength(at position: Int, after head: Int, _ seen: inout RunTraits) -> Int {
        let next = byte(at: position + 1)
        if next == UInt8(ascii: ":"), isWord(at: position + 2) {
            seen.hasScope = true
            return 2
        }
        if next == UInt8(ascii: "/"), byte(at: position + 2) == next, position - head < 12,
            byte(at: position + 3) > 0x20
        {
            seen.hasScheme = true
            return 3
        }
        let isTime = seen.kinds == ByteTraits.digit && position - head <= 5 && isDigit(position + 1)
        return isTime ? 1 : 0
    }

    /// The rest of an address: up to a space, a quotation mark or a closing bracket.
    private func readAddress(from start: Int, into hash: inout FoldedHash) -> Int {
        var position = start
        while position < end {
            switch bytes[position] {
            case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
                UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ")"), UInt8(ascii: "]"),
                UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "\\"), 0xE2...0xFF:
                break
            default:
                position += 1
                continue
            }
            break
        }
        while position > start, isTrailing(bytes[position - 1]) { position -= 1 }
        for index in start..<position { hash.add(bytes[index]) }
        return position
    }

    private func isTrailing(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
            || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
            || byte == UInt8(ascii: "*")
    }

    private mutating func tell(
        _ range: Range<Int>, head: Int, _ key: UInt64, _ seen: RunTraits
    ) {
        guard let kind = kind(of: range, head: head, seen) else { return }
        sink.fact(key, kind, at: range)
        guard Sink.wantsParts, kind.weight == 4 else { return }
        for joint in seen.joints where joint.position - range.lowerBound > 2 {
            sink.part(joint.before)
            var rest = FoldedHash()
            var position = joint.position
            while position < range.upperBound, !isWord(at: position) { position += 1 }
            while position < range.upperBound {
                rest.add(bytes[position])
                position += 1
            }
            sink.part(rest.mixed)
        }
    }
}
