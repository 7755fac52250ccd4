#if arch(x86_64)
    private import _Builtin_intrinsics.intel.sse2
#endif

/// Sixteen bytes, asked sixteen questions at once; answers have one bit a byte, lowest first.
struct ASCIIBlock {
    private let bytes: SIMD16<UInt8>

    /// The sixteen bytes from here.
    @inline(__always)
    init(_ start: UnsafePointer<UInt8>) {
        bytes = UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self)
    }

    /// `A`–`Z` and `a`–`z`.
    @inline(__always)
    var letters: UInt64 { inRange(bytes | 0x20, from: UInt8(ascii: "a"), count: 26) }
    /// `a`–`z`.
    @inline(__always)
    var lowercase: UInt64 { inRange(bytes, from: UInt8(ascii: "a"), count: 26) }
    /// `0`–`9`.
    @inline(__always)
    var digits: UInt64 { inRange(bytes, from: UInt8(ascii: "0"), count: 10) }
    /// The controls that are white space, from tab to carriage return.
    @inline(__always)
    var controlSpaces: UInt64 { inRange(bytes, from: 9, count: 5) }
    /// The space.
    @inline(__always)
    var blanks: UInt64 { equal(to: UInt8(ascii: " ")) }
    /// Line feed and carriage return.
    @inline(__always)
    var lineEnds: UInt64 { equal(to: 10) | equal(to: 13) }
    /// The apostrophe.
    @inline(__always)
    var apostrophes: UInt64 { equal(to: UInt8(ascii: "'")) }
    /// The slash.
    @inline(__always)
    var slashes: UInt64 { equal(to: UInt8(ascii: "/")) }

    /// First bytes of three whose characters all are letters without case: U+5000–9FFF (Han) and
    /// U+B000–CFFF (Hangul).
    @inline(__always)
    var caselessLeads: UInt64 {
        inRange(bytes, from: 0xE5, count: 5) | inRange(bytes, from: 0xEB, count: 2)
    }

    #if arch(x86_64)
        /// Bytes from 0x80 on.
        @inline(__always)
        var high: UInt64 { mask(unsafeBitCast(bytes, to: __m128i.self)) }
        /// Bytes 0x80–0xBF: inside a character in UTF-8.
        @inline(__always)
        var continuations: UInt64 {
            mask(_mm_cmpgt_epi8(vector(0xC0), unsafeBitCast(bytes, to: __m128i.self)))
        }

        /// This byte.
        @inline(__always)
        func equal(to byte: UInt8) -> UInt64 {
            mask(_mm_cmpeq_epi8(unsafeBitCast(bytes, to: __m128i.self), vector(byte)))
        }

        /// Shifted so that the range begins at the smallest signed number, one comparison suffices.
        @inline(__always)
        private func inRange(_ bytes: SIMD16<UInt8>, from first: UInt8, count: UInt8) -> UInt64 {
            let shifted = unsafeBitCast(bytes &+ (0x80 &- first), to: __m128i.self)
            return mask(_mm_cmpgt_epi8(vector(0x80 &+ count), shifted))
        }

        @inline(__always)
        private func vector(_ byte: UInt8) -> __m128i {
            unsafeBitCast(SIMD16<UInt8>(repeating: byte), to: __m128i.self)
        }

        @inline(__always)
        private func mask(_ vector: __m128i) -> UInt64 {
            UInt64(UInt32(truncatingIfNeeded: _mm_movemask_epi8(vector)))
        }
    #else
        /// Bytes from 0x80 on.
        var high: UInt64 { mask { $0 >= 0x80 } }
        /// Bytes 0x80–0xBF: inside a character in UTF-8.
        var continuations: UInt64 { mask { $0 & 0xC0 == 0x80 } }

        /// This byte.
        func equal(to byte: UInt8) -> UInt64 { mask { $0 == byte } }

        private func inRange(_ bytes: SIMD16<UInt8>, from first: UInt8, count: UInt8) -> UInt64 {
            var bits: UInt64 = 0
            for index in 0..<16 where bytes[index] &- first < count { bits |= 1 &<< UInt64(index) }
            return bits
        }

        @inline(__always)
        private func mask(_ fits: (UInt8) -> Bool) -> UInt64 {
            var bits: UInt64 = 0
            for index in 0..<16 where fits(bytes[index]) { bits |= 1 &<< UInt64(index) }
            return bits
        }
    #endif
}
