/// How a cell's raw samples become a blob.
///
/// Up to 2,000 timings are kept as they were taken, 8 bytes each. More are kept sorted, as differences:
/// every value survives, so quantiles stay exact and samples of several cells merge without loss; only
/// the order is given up, for 1 to 3 bytes a sample. What stands for conversations one by one keeps its
/// order.
enum SampleEncoding: String {
    /// 64-bit integers, little-endian, in the order taken.
    case raw = "int64"
    /// Each, zigzag, as LEB128, in the order taken.
    case ordered = "zigzag-leb128"
    /// The smallest, zigzag, then each difference to the next larger, as LEB128.
    case sortedDifferences = "sorted-delta-leb128"

    /// The most samples that are kept in the order taken.
    static let rawLimit = 2_000

    /// The encoding for that many samples; those that stand for conversations keep their order however
    /// many they are.
    static func standard(for count: Int, standForConversations: Bool) -> Self {
        if standForConversations { return .ordered }
        return count <= rawLimit ? .raw : .sortedDifferences
    }

    /// The samples as bytes. O(n), or O(n log n) if they are sorted.
    func encode(_ samples: [Int64]) -> [UInt8] {
        switch self {
        case .raw:
            return samples.flatMap { sample in
                withUnsafeBytes(of: sample.littleEndian) { [UInt8]($0) }
            }
        case .ordered:
            var bytes: [UInt8] = []
            for sample in samples { Self.append(Self.zigzag(sample), to: &bytes) }
            return bytes
        case .sortedDifferences:
            var bytes: [UInt8] = []
            var previous: Int64?
            for sample in samples.sorted() {
                let word = previous.map { Self.difference(from: $0, to: sample) }
                Self.append(word ?? Self.zigzag(sample), to: &bytes)
                previous = sample
            }
            return bytes
        }
    }

    /// The samples of a blob, or nil if it is damaged. O(n).
    func decode(_ bytes: [UInt8], count: Int) -> [Int64]? {
        switch self {
        case .raw: Self.words(bytes, count: count)
        case .ordered: Self.numbers(bytes, count: count)
        case .sortedDifferences: Self.sums(bytes, count: count)
        }
    }

    private static func numbers(_ bytes: [UInt8], count: Int) -> [Int64]? {
        var rest = bytes[...]
        var samples: [Int64] = []
        while let word = next(&rest) { samples.append(unzigzag(word)) }
        return samples.count == count && rest.isEmpty ? samples : nil
    }

    private static func words(_ bytes: [UInt8], count: Int) -> [Int64]? {
        guard count >= 0, bytes.count % 8 == 0, bytes.count / 8 == count else { return nil }
        return bytes.withUnsafeBytes { buffer in
            (0..<count).map {
                Int64(littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self))
            }
        }
    }

    private static func sums(_ bytes: [UInt8], count: Int) -> [Int64]? {
        var rest = bytes[...]
        var samples: [Int64] = []
        while let word = next(&rest) {
            let sum = samples.last.map { Int64(bitPattern: UInt64(bitPattern: $0) &+ word) }
            samples.append(sum ?? unzigzag(word))
        }
        return samples.count == count && rest.isEmpty ? samples : nil
    }

    /// The difference of two ascending numbers, which always fits 64 bits without a sign.
    private static func difference(from lower: Int64, to upper: Int64) -> UInt64 {
        UInt64(bitPattern: upper) &- UInt64(bitPattern: lower)
    }

    private static func zigzag(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: value << 1 ^ value >> 63)
    }

    private static func unzigzag(_ word: UInt64) -> Int64 {
        Int64(bitPattern: word >> 1) ^ -Int64(bitPattern: word & 1)
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        var rest = word
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Takes one number off the front; nil, and nothing taken, if there is no whole one.
    private static func next(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var word: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            let shift = 7 * index
            guard shift < 63 || shift == 63 && byte <= 1 else { return nil }
            word |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 {
                bytes = bytes.dropFirst(index + 1)
                return word
            }
        }
        return nil
    }
}
