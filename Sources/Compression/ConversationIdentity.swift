public import ContextModel

/// Which conversation a request belongs to (doc 001).
///
/// Without a session it is known by the first hundred characters of its first user message, which
/// stay the same from turn to turn; two conversations that begin alike are then taken for one, and
/// each time the other comes it starts from nothing. With a session the whole of the session's name
/// is hashed in, so that no two sessions share anything, however alike their names or texts.
public struct ConversationIdentity: Hashable, Sendable {
    /// The hash of session and opening.
    public let digest: ContentDigest
    /// The session that was named; nil without one.
    public let session: String?

    /// The identity of a request's messages. O(bytes of the session's name and of the opening).
    public init(_ messages: [Message], session: String? = nil, hasher: any ContentHasher) {
        self.session = session
        var bytes = CanonicalBytes()
        bytes.add(session)
        bytes.add(Self.opening(of: messages))
        digest = hasher.digest(bytes.bytes)
    }

    /// How many characters of the first user message tell a conversation.
    public static let openingCharacters = 100

    /// The name as the documents write it: `conv_` or `sess_`, and the hash.
    public var name: String { (session == nil ? "conv_" : "sess_") + digest.hexadecimal }

    /// Where the turns of a history end that was not seen before, but for the last: before each answer
    /// that follows something. As `ConversationJSON` cuts turns.
    public static func turnEnds(of messages: [Message]) -> [Int] {
        messages.indices.dropFirst().filter { index in
            messages[index].role == .assistant && messages[index - 1].role != .assistant
        }
    }

    private static func opening(of messages: [Message]) -> String {
        guard let first = messages.first(where: { $0.role == .user }) else { return "" }
        var opening = ""
        for part in first.parts {
            guard case .text(let text) = part else { continue }
            opening += text.text.prefix(openingCharacters - opening.count)
            if opening.count >= openingCharacters { break }
        }
        return opening
    }
}
