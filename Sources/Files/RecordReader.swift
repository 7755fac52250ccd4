internal import ContextModel

/// Reads back what `CanonicalBytes` wrote: numbers, texts, digests and times, in their order.
///
/// A value that is not there whole is nil, and so is everything after it.
struct RecordReader {
    private var rest: UnsafeRawBufferPointer

    /// Reads from the start; the bytes must stay in place meanwhile.
    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    /// Whether everything was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next whole number.
    mutating func number() -> Int? {
        take(8).map { Int(Int64(littleEndian: $0.loadUnaligned(as: Int64.self))) }
    }

    /// The next text; nil if it is not UTF-8.
    mutating func text() -> String? {
        guard let count = number(), count >= 0, let bytes = take(count) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The next digest.
    mutating func digest() -> ContentDigest? {
        take(32).map { bytes in
            let words = (0..<4).map {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
            }
            return ContentDigest(words[0], words[1], words[2], words[3])
        }
    }

    /// The next span of time.
    mutating func duration() -> Duration? {
        guard let seconds = number(), let rest = number() else { return nil }
        return Duration(secondsComponent: Int64(seconds), attosecondsComponent: Int64(rest))
    }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count <= rest.count else {
            rest = UnsafeRawBufferPointer(rebasing: rest.prefix(0))
            return nil
        }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }
}

extension CanonicalBytes {
    /// Adds a span of time.
    mutating func add(_ duration: Duration) {
        add(Int(duration.components.seconds))
        add(Int(duration.components.attoseconds))
    }
}
