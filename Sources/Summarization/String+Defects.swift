extension String {
    /// Whether there are control characters besides tab and line feeds, or replacement characters.
    var isGarbled: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: false
            case 0..<0x20, 0x7F..<0xA0, 0xFFFD: true
            default: false
            }
        }
    }

    /// Whether the text runs in circles: of its sequences of four words (at least 12) fewer than two
    /// thirds are different ones.
    var isRepetitive: Bool {
        var words: [UInt64] = []
        var word = FoldedHash()
        var isInWord = false
        for byte in utf8 {
            let isPartOfWord = byte > 0x40 || byte &- 0x30 < 10
            if isPartOfWord {
                word.add(byte)
            } else if isInWord {
                words.append(word.mixed)
                word = FoldedHash()
            }
            isInWord = isPartOfWord
        }
        if isInWord { words.append(word.mixed) }
        guard words.count >= 15 else { return false }
        var sequences = HashIndex(capacity: words.count)
        for start in 0...words.count - 4 {
            let key = words[start..<start + 4].reduce(0) { ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 }
            _ = sequences.number(of: key ^ key >> 31)
        }
        return sequences.count * 3 < (words.count - 3) * 2
    }
}
