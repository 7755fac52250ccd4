internal import ContextModel
internal import StrictJSON

/// What is kept of a message: facts that do not depend on where it stands.
struct MessageFacts: Sendable {
    let digest: ContentDigest
    let tokens: Int
    /// What its tokens count against the bound.
    let weight: Int
    let containsImage: Bool
    let isFromPerson: Bool
    let hasResults: Bool

    /// The facts of a message; its density, in thousandths, adds to the weight of its tokens.
    init(_ message: Message, tokens: Int, digest: ContentDigest, density: Int) {
        self.digest = digest
        self.tokens = tokens
        containsImage = message.parts.contains(where: \.holdsImage)
        hasResults = message.role == .tool || message.parts.contains(where: \.isResult)
        isFromPerson = message.role == .user && !hasResults
        weight = tokens + tokens * density / 1_000
    }
}

extension ContentPart {
    fileprivate var isResult: Bool {
        if case .toolResult = self { true } else { false }
    }

    fileprivate var holdsImage: Bool {
        switch self {
        case .image: true
        case .toolResult(let result): result.content.contains(where: \.holdsImage)
        case .text, .reasoning, .toolCall, .opaque: false
        }
    }
}

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
            if !pointee.parts.saysTheSame(as: other.pointee.parts) { return false }
            if pointee.parts.arePlain(like: other.pointee.parts) { return true }
        }
        return pointee == other.pointee && pointee.canonicalBytes == other.pointee.canonicalBytes
    }

    /// Whether there is nothing but role, shape and parts to compare.
    private var isPlain: Bool {
        pointee.name == nil && pointee.wire.role == nil && pointee.wire.reasoning == nil
            && pointee.extra.isEmpty
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
    /// Whether parts that say the same have nothing else in which they could differ: no further fields,
    /// the same shapes.
    fileprivate func arePlain(like other: Self) -> Bool {
        zip(self, other).allSatisfy { own, other in
            switch (own, other) {
            case (.text(let own), .text(let other)), (.reasoning(let own), .reasoning(let other)):
                own.extra.isEmpty && other.extra.isEmpty
            case (.toolCall(let own), .toolCall(let other)):
                own.extra.isEmpty && other.extra.isEmpty && own.shape == other.shape
            case (.toolResult(let own), .toolResult(let other)):
                own.extra.isEmpty && other.extra.isEmpty && own.shape == other.shape
                    && own.content.arePlain(like: other.content)
            default: false
            }
        }
    }
}
