package import ContextModel

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
