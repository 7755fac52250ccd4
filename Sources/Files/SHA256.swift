package import ContextModel
internal import SHA2

/// SHA-256 of bytes that arrive in parts (FIPS 180-4).
///
/// Ours, because the crypto packages build a whole C library for this one function, and the time from
/// a fresh clone to the first report counts; the standard's vectors are in the tests. It guards
/// against mistakes, not against an attacker with a clock: it makes no promise of constant time.
package struct SHA256: Sendable {
    private var state: State = .initial
    /// The bytes behind the last whole block; empty, and not yet allocated, while there are none.
    private var pending: [UInt8] = []
    private var length = 0

    /// The hash of nothing, so far.
    package init() {}

    /// Adds bytes. O(bytes).
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length += bytes.count
        var rest = bytes[...]
        if !pending.isEmpty {
            let missing = rest.prefix(State.blockSize - pending.count)
            pending += missing
            rest = rest.dropFirst(missing.count)
            guard pending.count == State.blockSize else { return }
            pending.withUnsafeBytes { _ = state.absorb($0) }
            pending.removeAll(keepingCapacity: true)
        }
        pending += state.absorb(UnsafeRawBufferPointer(rebasing: rest))
    }

    /// Adds bytes. O(bytes).
    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The hash of everything added, as 64 lower-case hexadecimal digits. O(1).
    package func finalized() -> String { digest.hexadecimal }

    /// The hash of everything added, as a value. O(1).
    package var digest: ContentDigest {
        var state = state
        pending.withUnsafeBytes { state.finish($0, length: length) }
        return state.digest
    }
}

extension SHA256 {
    /// The hash of some bytes. O(bytes).
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> String {
        digest(bytes).hexadecimal
    }

    /// The hash of some bytes, as a value; allocates nothing. O(bytes).
    package static func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        var state = State.initial
        let rest = state.absorb(bytes)
        state.finish(rest, length: bytes.count)
        return state.digest
    }

    /// The hash of a text's UTF-8. O(bytes).
    package static func hash(_ text: String) -> String {
        [UInt8](text.utf8).withUnsafeBytes { hash($0) }
    }

    /// The hash of a file's content, read page by page. O(bytes).
    package static func hash(fileAt path: String) throws -> String {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) { hash(file.bytes) }
    }
}

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

/// The content hasher that the shell hands to the modules that hash.
package struct SHA256Hasher: ContentHasher {
    /// A hasher; it keeps nothing between calls.
    package init() {}

    /// The SHA-256 of the bytes, as 64 lower-case hexadecimal digits. O(bytes).
    package func sha256(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { SHA256.hash($0) } }

    /// The SHA-256 of the bytes, as a value. O(bytes).
    package func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest { SHA256.digest(bytes) }
}
