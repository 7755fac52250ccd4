package import ContextModel

/// SHA-256 of bytes that arrive in parts (FIPS 180-4).
///
/// Ours, because the crypto packages build a whole C library for this one function, and the time from
/// a fresh clone to the first report counts; the standard's vectors are in the tests. It guards
/// against mistakes, not against an attacker with a clock: it makes no promise of constant time.
package struct SHA256: Sendable {
    private var state: State = .initial
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    /// The hash of nothing, so far.
    package init() { pending.reserveCapacity(State.blockSize) }

    /// Adds bytes. O(bytes).
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length += UInt64(bytes.count)
        var rest = bytes[...]
        if !pending.isEmpty {
            let missing = rest.prefix(State.blockSize - pending.count)
            pending += missing
            rest = rest.dropFirst(missing.count)
            guard pending.count == State.blockSize else { return }
            pending.withUnsafeBytes { state.absorb($0) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = rest.count / State.blockSize * State.blockSize
        state.absorb(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
        pending += rest.dropFirst(whole)
    }

    /// Adds bytes. O(bytes).
    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The hash of everything added, as 64 lower-case hexadecimal digits. O(1).
    package func finalized() -> String { final.hexadecimal }

    /// The state after the padding.
    private var final: State {
        var padded = self
        let used = (pending.count + 9) % State.blockSize
        let zeros = used == 0 ? 0 : State.blockSize - used
        let bits = (length * 8).bigEndian
        padded.update([0x80] + [UInt8](repeating: 0, count: zeros))
        padded.update(withUnsafeBytes(of: bits) { [UInt8]($0) })
        return padded.state
    }
}

extension SHA256 {
    /// The hash of some bytes. O(bytes).
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> String {
        var hash = Self()
        hash.update(bytes)
        return hash.finalized()
    }

    /// The hash of some bytes, as a value. O(bytes).
    package static func digest(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
        var hash = Self()
        hash.update(bytes)
        return hash.final.digest
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
