internal import Evaluation

/// The conversations that both cells of a pair replayed, and how many one of them lacks.
struct ConversationPairing {
    /// A conversation on both sides.
    struct Pair {
        let id: ConversationName
        let base: ConversationResult
        let head: ConversationResult
    }

    /// The conversations that both have, in the order of the judged cell.
    private(set) var pairs: [Pair] = []
    /// How many conversations one side alone has.
    private(set) var unpaired = 0

    /// Pairs conversations of the same recordings by name. O(conversations).
    init(_ base: CellResult, _ head: CellResult) {
        let corpus = head.cell.corpus.hash
        var others = Dictionary(
            Self.named(base.conversations, corpus), uniquingKeysWith: { first, _ in first })
        for (id, conversation) in Self.named(head.conversations, corpus) {
            if let other = others.removeValue(forKey: id) {
                pairs.append(Pair(id: id, base: other, head: conversation))
            } else {
                unpaired += 1
            }
        }
        unpaired += others.count
    }

    /// A recording may use a name twice: the second is another conversation.
    private static func named(
        _ conversations: [ConversationResult], _ corpus: String
    ) -> [(ConversationName, ConversationResult)] {
        var seen: [String: Int] = [:]
        return conversations.map { conversation in
            let occurrence = seen[conversation.name, default: 0]
            seen[conversation.name] = occurrence + 1
            let id = ConversationName(
                corpus: corpus, name: conversation.name, occurrence: occurrence)
            return (id, conversation)
        }
    }
}

/// A conversation as comparisons know it: its recordings' hash and its name there.
struct ConversationName: Hashable {
    let corpus: String
    let name: String
    let occurrence: Int
}
