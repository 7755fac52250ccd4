package import ContextModel

/// A hasher for tests: four mixtures of the same words. Not for anything that matters.
package struct PlainTestHasher: ContentHasher {
    package init() {}

    package func sha256(_ bytes: [UInt8]) -> String { digest(bytes).hexadecimal }

    package func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        var state: SIMD4<UInt64> = [0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15, 1, 2]
        let factors: SIMD4<UInt64> = [
            0x100_0000_01B3, 0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB, 0xD6E8_FEB8_6659_FD93,
        ]
        func mix(_ word: UInt64) {
            state = (state ^ SIMD4(repeating: word)) &* factors
            state ^= state &>> 29
        }
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        while offset < bytes.count {
            mix(UInt64(bytes[offset]) | 0x100)
            offset += 1
        }
        mix(UInt64(bytes.count))
        return ContentDigest(state[0], state[1], state[2], state[3])
    }
}

/// A counter for tests: a token for each word and each sign, as a reader would count.
package struct WordTestCounter: TokenCounter {
    package init() {}

    package var name: String { "words" }
    package var isExact: Bool { true }

    package func count(_ text: String) -> TokenCount {
        var text = text
        return text.withUTF8 { bytes in
            var tokens = 0
            var before: UInt8 = 0
            for byte in bytes {
                let letter: UInt8 =
                    (byte >= 0x80 ? 1 : 0) | ((byte | 0x20) &- 0x61 < 26 ? 1 : 0)
                    | (byte &- 0x30 < 10 ? 1 : 0)
                let seen: UInt8 = byte > 0x20 ? 1 : 0
                tokens &+= Int(seen & ~(letter & before))
                before = letter
            }
            return TokenCount(tokens)
        }
    }
}
