internal import ContextModel
internal import StrictJSON

extension Message {
    /// Whether both have the same canonical bytes, and so the same digest.
    ///
    /// Equality is not enough: texts that differ only in how accents are composed are equal. O(1) where
    /// the messages share their parts' storage, else O(bytes).
    func isIdentical(to other: Message) -> Bool {
        if isPlain, other.isPlain, role == other.role, wire.content == other.wire.content {
            if sharesParts(with: other) { return true }
            if let says = saysTheSame(as: other) { return says }
        }
        return self == other && canonicalBytes == other.canonicalBytes
    }

    /// Whether there is nothing but role and parts to compare.
    private var isPlain: Bool { name == nil && wire.role == nil && extra.isEmpty }

    private var canonicalBytes: [UInt8] {
        var bytes = CanonicalBytes()
        bytes.add(self)
        return bytes.bytes
    }

    private func sharesParts(with other: Message) -> Bool {
        parts.count == other.parts.count
            && parts.withUnsafeBufferPointer { own in
                other.parts.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress }
            }
    }

    /// Whether the parts are the same texts; nil if there is more to them than text.
    private func saysTheSame(as other: Message) -> Bool? {
        guard parts.count == other.parts.count else { return false }
        for (own, other) in zip(parts, other.parts) {
            guard case .text(let own) = own, case .text(let other) = other, own.extra.isEmpty,
                other.extra.isEmpty
            else { return nil }
            if !own.text.utf8.elementsEqual(other.text.utf8) { return false }
        }
        return true
    }
}
