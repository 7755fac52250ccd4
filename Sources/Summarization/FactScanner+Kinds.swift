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
