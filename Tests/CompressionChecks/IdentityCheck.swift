internal import Compression
package import ContextModel
package import Tokenization

/// Looks conversations up by names that are easily taken for each other, all beginning with the same
/// text, and counts those that get what is another's.
package struct IdentityCheck {
    /// Names that were looked up.
    package private(set) var lookUps = 0
    /// Conversations that were remembered, each with rules of its own.
    package var conversations: Int { sent.count }
    /// Look-ups that gave their own conversation's rules.
    package private(set) var own = 0
    /// Look-ups that gave rules of another conversation, or rules to a name never seen.
    package private(set) var others = 0
    /// Look-ups that found nothing though the conversation is remembered.
    package private(set) var lost = 0
    /// The most leading bits that the hash of a name never seen has in common with a remembered one's.
    package private(set) var closestHash = 0

    /// One name in so many, family by family, has a conversation.
    package static let step = 1_000

    private let sessions: CompressionSessions
    private let hasher: any ContentHasher
    /// What each conversation sent, by its number.
    private var sent: [Int: String] = [:]
    private var hashes: [UInt64] = []

    /// Remembers the conversations among so many names.
    package init(names: Int, _ tokenizer: Tokenizer, hasher: any ContentHasher) {
        var settings = CompressionSettings()
        settings.maximumConversations = names
        sessions = CompressionSessions(tokenizer, settings, hasher: hasher)
        self.hasher = hasher
        for number in 0..<names where Self.isKnown(number) {
            let session = HardName.name(number)
            let messages = [Message(.user, Self.text(number))]
            sent[number] = sessions.compress(messages, session: session, at: .zero)
                .messages[0].texts.joined()
            hashes.append(hash(session))
        }
        hashes.sort()
    }

    /// Looks a name up, and whether its hash is like another's if asked to.
    package mutating func lookUp(_ number: Int, comparesHashes: Bool = false) {
        let session = HardName.name(number)
        let found = sessions.expander(for: Self.request, session: session)
        lookUps += 1
        if let sent = sent[number] {
            guard let found else { return lost += 1 }
            if found.expand(sent).utf8.suffix(Self.text(number).utf8.count)
                .elementsEqual(Self.text(number).utf8),
                !sent.utf8.elementsEqual(Self.text(number).utf8)
            {
                own += 1
            } else {
                others += 1
            }
        } else {
            others += found == nil ? 0 : 1
            if comparesHashes { closestHash = max(closestHash, commonBits(hash(session))) }
        }
    }

    private static func isKnown(_ number: Int) -> Bool {
        (number / HardName.families).isMultiple(of: step)
    }

    /// As much of the beginning as tells conversations: it is the same for all.
    private static let opening = String(
        repeating: "hello ", count: ConversationIdentity.openingCharacters)
    private static let request = [Message(.user, opening)]

    /// What a conversation says: its secret, often enough for a rule.
    private static func text(_ number: Int) -> String {
        let secret = "\nwhat number \(number) knows, nobody else may ever read"
        return opening + String(repeating: secret, count: 12)
    }

    private func hash(_ session: String) -> UInt64 {
        ConversationIdentity(Self.request, session: session, hasher: hasher).digest.first
    }

    /// The most leading bits that a hash shares with a remembered one: with a neighbour in order.
    private func commonBits(_ hash: UInt64) -> Int {
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return [low - 1, low].filter(hashes.indices.contains)
            .map { (hashes[$0] ^ hash).leadingZeroBitCount }.max() ?? 0
    }
}
