/// Keeps conversations' compression beyond the process.
///
/// Nothing is thrown: what cannot be read is missing, what cannot be kept is lost, and the store counts
/// both. Of several processes, one uses a store at a time.
public protocol ConversationStore: Sendable {
    /// What is known of all conversations without reading them, and of all together.
    func entries() -> (conversations: [ConversationEntry], totals: ConversationTotals)
    /// What was kept of a conversation; nil if there is nothing. O(bytes).
    func content(of conversation: ContentDigest) -> [UInt8]?
    /// Keeps a conversation, in place of what was kept of it. O(bytes).
    func keep(_ content: [UInt8], _ entry: ConversationEntry)
    /// Keeps the figures of all together.
    func keep(_ totals: ConversationTotals)
    /// Forgets a conversation.
    func remove(_ conversation: ContentDigest)
    /// Forgets everything.
    func removeAll()
}

/// What statistics and limits need of a conversation that is kept.
public struct ConversationEntry: Hashable, Sendable {
    /// The conversation's identity.
    public var conversation: ContentDigest
    /// When it was used last, on the clock of whoever uses it.
    public var lastUse: Duration
    /// Its turns.
    public var turns = 0
    /// Its rules.
    public var symbols = 0
    /// Bytes of texts and rules.
    public var bytes = 0

    /// A conversation without turns.
    public init(_ conversation: ContentDigest, lastUse: Duration) {
        self.conversation = conversation
        self.lastUse = lastUse
    }
}

/// What is known of all conversations together, those that were forgotten included.
public struct ConversationTotals: Hashable, Sendable {
    /// Turns so far.
    public var turns = 0
    /// When conversations were cleaned up last; nil before the first time.
    public var lastCleanup: Duration?

    /// Nothing yet.
    public init() {}
}
