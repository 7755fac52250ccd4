internal import ContextModel
internal import SHA2

extension SHA256 {
    /// The eight words of the hash between two blocks.
    struct State: Sendable {
        static let blockSize = 64

        private var words: SIMD8<UInt32>

        /// Square roots of the first eight primes, first 32 bits of their fractions (FIPS 180-4, 5.3.3).
        static let initial = Self(
            words: [
                0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A,
                0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
            ])

        /// Mixes in whole blocks and returns the bytes behind the last one. O(bytes).
        mutating func absorb(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
            let blocks = bytes.count / Self.blockSize
            if blocks > 0, let start = bytes.bindMemory(to: UInt8.self).baseAddress {
                withUnsafeMutableBytes(of: &words) { words in
                    winnow_sha256_mix(
                        words.bindMemory(to: UInt32.self).baseAddress, start, blocks)
                }
            }
            return UnsafeRawBufferPointer(rebasing: bytes.dropFirst(blocks * Self.blockSize))
        }

        /// Mixes in the last bytes, fewer than a block, and the padding after them (5.1.1).
        ///
        /// - Parameter length: how many bytes there were altogether.
        mutating func finish(_ rest: UnsafeRawBufferPointer, length: Int) {
            let size = rest.count + 9 > Self.blockSize ? 2 * Self.blockSize : Self.blockSize
            withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { padded in
                padded.initializeMemory(as: UInt8.self, repeating: 0)
                padded.copyMemory(from: rest)
                padded[rest.count] = 0x80
                let bits = UInt64(length) * 8
                padded.storeBytes(of: bits.bigEndian, toByteOffset: size - 8, as: UInt64.self)
                _ = absorb(UnsafeRawBufferPointer(padded))
            }
        }

        /// The words, two by two.
        var digest: ContentDigest {
            func pair(_ index: Int) -> UInt64 {
                UInt64(words[index]) << 32 | UInt64(words[index + 1])
            }
            return ContentDigest(pair(0), pair(2), pair(4), pair(6))
        }
    }
}
