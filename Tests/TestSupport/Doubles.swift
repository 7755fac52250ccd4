package import ContextModel
internal import Statistics

/// A hasher for tests: four FNV-1a hashes from different starts. Not for anything that matters.
package struct PlainTestHasher: ContentHasher {
    package init() {}

    package func sha256(_ bytes: [UInt8]) -> String { digest(bytes).hexadecimal }

    package func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        func hash(_ start: UInt64) -> UInt64 {
            bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
        return ContentDigest(
            hash(0xCBF2_9CE4_8422_2325), hash(0x9E37_79B9_7F4A_7C15), hash(1), hash(2))
    }
}

/// A counter for tests: a token for each word and each sign, as a reader would count.
package struct WordTestCounter: TokenCounter {
    package init() {}

    package var name: String { "words" }
    package var isExact: Bool { true }

    package func count(_ text: String) -> TokenCount {
        var tokens = 0
        var isInWord = false
        for byte in text.utf8 {
            let isLetter = byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
            if isLetter { tokens += isInWord ? 0 : 1 } else if byte > 0x20 { tokens += 1 }
            isInWord = isLetter
        }
        return TokenCount(tokens)
    }
}
