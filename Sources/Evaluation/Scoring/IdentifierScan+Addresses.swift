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
