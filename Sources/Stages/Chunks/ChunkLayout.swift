public import ContextModel

/// The chunks of a history, kept up to date as it grows, shrinks or is edited.
///
/// What is known of a message is computed once. Appending costs the new messages and the open end of
/// the layout; an edit costs the edited messages, comparisons of the others (O(1) each where the storage
/// is shared), and the chunks after it. The layout is that of a new one made of the same history.
///
/// Chunks in order, with the excluded messages between them, are the history: none is lost or doubled.
public struct ChunkLayout: Sendable {
    /// How the history is cut.
    public let limits: ChunkerLimits
    /// Everything besides content that shapes a summary; part of every key.
    public let settings: ContentDigest
    /// The chunks, oldest first.
    public internal(set) var chunks: [Chunk] = []
    /// How many chunks, from the first on, are sealed.
    public internal(set) var sealedCount = 0

    var facts: [MessageFacts] = []
    /// Empty unless the chunker looks at words.
    var words: [WordSketch] = []
    var atoms = MessageAtoms()
    var isExcluded: [Bool] = []
    /// The history last seen, held so that its storage cannot change unnoticed.
    var source: ArraySlice<Message> = []

    /// The layout of an empty history.
    public init(_ limits: ChunkerLimits, settings: ContentDigest) {
        self.limits = limits
        self.settings = settings
    }

    /// How many messages the history has.
    public var messageCount: Int { facts.count }

    /// Makes the layout that of a history; positions count from its first message.
    ///
    /// `tokens` is asked once for each new message, `isExcluded` for every message each time: what it
    /// names, system messages at the front, and whatever is of one atom with those belong to no chunk.
    @discardableResult
    public mutating func update(
        to messages: ArraySlice<Message>, hasher: some ContentHasher,
        tokens: (Int) -> TokenCount, isExcluded: (Int) -> Bool = { _ in false }
    ) -> LayoutChange {
        let kept = source.common(with: messages)
        var change = LayoutChange()
        change.messagesRead = messages.count - kept.front - kept.back
        var changed = replace(keeping: kept, by: messages, hasher: hasher, tokens: tokens)
        source = messages
        changed = min(changed, exclude(isExcluded))
        cut(from: changed, hasher: hasher, &change)
        return change
    }

    /// Makes the layout that of a history.
    @discardableResult
    public mutating func update(
        to messages: [Message], hasher: some ContentHasher, tokens: (Int) -> TokenCount,
        isExcluded: (Int) -> Bool = { _ in false }
    ) -> LayoutChange {
        update(to: messages[...], hasher: hasher, tokens: tokens, isExcluded: isExcluded)
    }
}

/// What an update did to a layout.
public struct LayoutChange: Hashable, Sendable {
    /// Messages whose content was read and hashed.
    public internal(set) var messagesRead = 0
    /// Chunks from the start that were not looked at again.
    public internal(set) var chunksKept = 0
    /// Chunks whose key is new.
    public internal(set) var chunksTouched = 0
    /// Chunks that had been sealed and are gone: by an edit, or because a call was answered long after
    /// it had been given up.
    public internal(set) var chunksUnsealed = 0
}
