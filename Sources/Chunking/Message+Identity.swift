internal import ContextModel
internal import StrictJSON

extension UnsafePointer<Message> {
    /// Whether both messages have the same canonical bytes, and so the same digest.
    ///
    /// Equality is not enough: texts that differ only in how accents are composed are equal. O(1) where
    /// the messages share their parts' storage, else O(bytes). Read in place, because copying a message
    /// to look at it costs more than the look.
    func isIdentical(to other: Self) -> Bool {
        if isPlain, other.isPlain, pointee.role == other.pointee.role,
            pointee.wire.content == other.pointee.wire.content
        {
            if pointee.parts.sharesStorage(with: other.pointee.parts) { return true }
            if let isSame = pointee.parts.saysTheSame(as: other.pointee.parts) { return isSame }
        }
        return pointee == other.pointee && pointee.canonicalBytes == other.pointee.canonicalBytes
    }

    /// Whether there is nothing but role, shape and parts to compare.
    private var isPlain: Bool {
        pointee.name == nil && pointee.wire.role == nil && pointee.extra.isEmpty
    }
}

extension Message {
    fileprivate var canonicalBytes: [UInt8] {
        var bytes = CanonicalBytes()
        bytes.add(self)
        return bytes.bytes
    }
}

extension [ContentPart] {
    fileprivate func sharesStorage(with other: Self) -> Bool {
        withUnsafeBufferPointer { own in
            other.withUnsafeBufferPointer {
                own.baseAddress == $0.baseAddress && own.count == $0.count
            }
        }
    }

    /// Whether the parts are the same; nil if there is more to them than can be told quickly.
    fileprivate func saysTheSame(as other: Self) -> Bool? {
        guard count == other.count else { return false }
        for index in indices {
            guard let isSame = self[index].isIdentical(to: other[index]) else { return nil }
            if !isSame { return false }
        }
        return true
    }
}

extension ContentPart {
    fileprivate func isIdentical(to other: Self) -> Bool? {
        switch (self, other) {
        case (.text(let own), .text(let other)), (.reasoning(let own), .reasoning(let other)):
            guard own.extra.isEmpty, other.extra.isEmpty else { return nil }
            return own.text.hasSameBytes(as: other.text)
        case (.toolCall(let own), .toolCall(let other)):
            guard own.extra.isEmpty, other.extra.isEmpty, case .text(let text) = own.arguments,
                case .text(let otherText) = other.arguments
            else { return nil }
            return own.shape == other.shape && own.id.hasSameBytes(as: other.id)
                && own.name.hasSameBytes(as: other.name) && text.hasSameBytes(as: otherText)
        case (.toolResult(let own), .toolResult(let other)):
            guard own.extra.isEmpty, other.extra.isEmpty else { return nil }
            guard own.shape == other.shape, own.callID.hasSameBytes(as: other.callID),
                own.name.hasSameBytes(as: other.name)
            else { return false }
            return own.content.saysTheSame(as: other.content)
        default: return nil
        }
    }
}

extension String? {
    fileprivate func hasSameBytes(as other: Self) -> Bool {
        guard let self, let other else { return (self == nil) == (other == nil) }
        return self.hasSameBytes(as: other)
    }
}

extension String {
    /// Eight bytes at a time: the standard library compares views of texts one by one.
    fileprivate func hasSameBytes(as other: Self) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        var (own, other) = (self, other)
        return own.withUTF8 { own in
            other.withUTF8 { other in
                let (own, other) = (UnsafeRawBufferPointer(own), UnsafeRawBufferPointer(other))
                return own.baseAddress == other.baseAddress || own.hasSameBytes(as: other)
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether two buffers of one length hold the same bytes.
    fileprivate func hasSameBytes(as other: Self) -> Bool {
        let whole = count & ~7
        for place in stride(from: 0, to: whole, by: 8)
        where loadUnaligned(fromByteOffset: place, as: UInt64.self)
            != other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        {
            return false
        }
        return self[whole...].elementsEqual(other[whole...])
    }
}
