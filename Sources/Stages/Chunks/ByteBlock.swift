/// Sixty-four bytes, and what they are as the bits of a number, the first byte's the lowest.
///
/// Tests of sixteen bytes at a time are sums that carry into the highest bit of a byte: comparisons of
/// vectors are made byte by byte by the standard library.
struct ByteBlock {
    private typealias Bytes = SIMD2<UInt64>

    private let first: Bytes
    private let second: Bytes
    private let third: Bytes
    private let fourth: Bytes

    @inline(__always)
    init(_ start: UnsafeRawPointer) {
        first = start.loadUnaligned(as: Bytes.self)
        second = start.loadUnaligned(fromByteOffset: 16, as: Bytes.self)
        third = start.loadUnaligned(fromByteOffset: 32, as: Bytes.self)
        fourth = start.loadUnaligned(fromByteOffset: 48, as: Bytes.self)
    }

    /// ASCII letters and digits, and bytes of characters below U+3000.
    @inline(__always)
    var inWord: UInt64 {
        bits { bytes in
            let low = bytes & Self.all(0x7F)
            let small = low | Self.all(0x20)
            let isLetter = (small &+ Self.all(0x1F)) ^ (small &+ Self.all(0x05))
            let isDigit = (low &+ Self.all(0x50)) ^ (low &+ Self.all(0x46))
            return (isLetter | isDigit | bytes) ^ Self.wide(bytes)
        }
    }

    /// The first bytes of characters from U+3000 on.
    var wide: UInt64 { bits(Self.wide) }

    /// Whether one of the bytes begins a character from U+3000 on.
    @inline(__always)
    var hasWide: Bool {
        let found = Self.wide(first) | Self.wide(second) | Self.wide(third) | Self.wide(fourth)
        return (found[0] | found[1]) & 0x8080_8080_8080_8080 != 0
    }

    /// Those with the lowest bit set.
    @inline(__always)
    var odd: UInt64 { bits { $0 &<< Bytes(repeating: 7) } }

    @inline(__always)
    private static func wide(_ bytes: Bytes) -> Bytes {
        ((bytes & all(0x7F)) &+ all(0x1D)) & bytes
    }

    @inline(__always)
    private static func all(_ byte: UInt64) -> Bytes {
        Bytes(repeating: byte &* 0x0101_0101_0101_0101)
    }

    /// A bit for each byte whose highest bit a test leaves set.
    ///
    /// The tests of bytes 8 places apart become the bits of one byte; then rows and columns of these
    /// 8 by 8 bits change places (Warren, "Hacker's Delight", 7-3).
    @inline(__always)
    private func bits(_ test: (Bytes) -> Bytes) -> UInt64 {
        let highest = Self.all(0x80)
        let rows =
            (test(first) & highest) &>> Bytes(repeating: 7)
            | (test(second) & highest) &>> Bytes(repeating: 5)
            | (test(third) & highest) &>> Bytes(repeating: 3)
            | (test(fourth) & highest) &>> Bytes(repeating: 1)
        var bits = UInt64(littleEndian: rows[0]) | UInt64(littleEndian: rows[1]) << 1
        var change = (bits ^ bits >> 7) & 0x00AA_00AA_00AA_00AA
        bits ^= change ^ change << 7
        change = (bits ^ bits >> 14) & 0x0000_CCCC_0000_CCCC
        bits ^= change ^ change << 14
        change = (bits ^ bits >> 28) & 0x0000_0000_F0F0_F0F0
        return bits ^ change ^ change << 28
    }
}
