package import ContextModel

/// Conversations' compression that outlives the process, in a bounded database of its own.
///
/// What is kept of a conversation and what limits need of it are two records, so that a server knows its
/// conversations without reading them.
package struct StoredConversations: ConversationStore {
    private let database: RecordDatabase

    /// The file of a folder: one of its own, since its bounds are other than those of summaries.
    package static let file = "conversations.sqlite"

    /// The conversations kept in a folder, so many at most.
    package init(folder: String, atMost conversations: Int) {
        // Bytes bound what many long conversations take: of those not used for the longest time, texts
        // go first, and they begin anew.
        let options = RecordOptions(
            maximumEntries: conversations, maximumBytes: 256 << 20, compresses: true)
        database = RecordDatabase(folder: folder, file: Self.file, options: options)
    }

    /// What is known of all conversations, those used longest ago first. O(conversations).
    package func entries() -> (conversations: [ConversationEntry], totals: ConversationTotals) {
        let entries = database.all(.conversationEntry) { ConversationEntry($0, $1) }
        let totals = database.value(of: Self.all, .conversationTotals) { ConversationTotals($0) }
        return (entries, totals ?? ConversationTotals())
    }

    /// What was kept of a conversation; nil if there is nothing to be trusted. O(log n + bytes).
    package func content(of conversation: ContentDigest) -> [UInt8]? {
        database.value(of: conversation, .conversation) { Array($0) }
    }

    /// Keeps a conversation, in place of what was kept of it. O(log n + bytes).
    package func keep(_ content: [UInt8], _ entry: ConversationEntry) {
        database.keep(content, of: entry.conversation, .conversation)
        database.keep(entry.content, of: entry.conversation, .conversationEntry)
    }

    /// Keeps the figures of all together.
    package func keep(_ totals: ConversationTotals) {
        database.keep(totals.content, of: Self.all, .conversationTotals)
    }

    /// Forgets a conversation. O(log n).
    package func remove(_ conversation: ContentDigest) {
        database.remove(conversation, .conversationEntry)
        database.remove(conversation, .conversation)
    }

    /// Forgets everything.
    package func removeAll() {
        for kind in [RecordDatabase.Kind.conversationEntry, .conversation, .conversationTotals] {
            database.removeAll(kind)
        }
    }

    /// What happened so far; each read of a conversation is one of hit, miss, damaged or failure.
    package var counters: StoreCounters { database.counters(of: .conversation) }

    /// Conversations that cannot be told from what is kept, and are as good as forgotten.
    package var damagedEntries: Int { database.counters(of: .conversationEntry).damaged }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? {
        database.takeProblem(with: .conversationEntry)
            ?? database.takeProblem(with: .conversation)
            ?? database.takeProblem(with: .conversationTotals)
    }

    /// The key of the one record for all conversations.
    private static let all = ContentDigest(0, 0, 0, 0)
}

extension ConversationEntry {
    fileprivate var content: [UInt8] {
        var bytes = CanonicalBytes()
        bytes.add(lastUse)
        bytes.add(turns)
        bytes.add(symbols)
        bytes.add(self.bytes)
        return bytes.bytes
    }

    fileprivate init?(_ conversation: ContentDigest, _ content: UnsafeRawBufferPointer) {
        var reader = RecordReader(content)
        guard let lastUse = reader.duration(), let turns = reader.count(),
            let symbols = reader.count(), let bytes = reader.count(), reader.isAtEnd
        else { return nil }
        self.init(conversation, lastUse: lastUse)
        (self.turns, self.symbols, self.bytes) = (turns, symbols, bytes)
    }
}

extension ConversationTotals {
    fileprivate var content: [UInt8] {
        var bytes = CanonicalBytes()
        bytes.add(turns)
        if let lastCleanup { bytes.add(lastCleanup) }
        return bytes.bytes
    }

    fileprivate init?(_ content: UnsafeRawBufferPointer) {
        var reader = RecordReader(content)
        guard let turns = reader.count() else { return nil }
        self.init()
        self.turns = turns
        guard !reader.isAtEnd else { return }
        guard let lastCleanup = reader.duration(), reader.isAtEnd else { return nil }
        self.lastCleanup = lastCleanup
    }
}

extension RecordReader {
    /// The next number, if it can count something; sums of many such stay within a number.
    fileprivate mutating func count() -> Int? {
        number().flatMap { (0...(1 << 40)).contains($0) ? $0 : nil }
    }
}

/// What outlives the process of sessions: a text for each, in a bounded database.
package struct StoredSessions: Sendable {
    private let database: RecordDatabase

    /// The sessions in a database.
    package init(in database: RecordDatabase) { self.database = database }

    /// Replaces what is kept of a session by what follows from it, nil where nothing is; no other process
    /// comes between. O(log n + bytes).
    package func revise(_ session: ContentDigest, _ next: (String?) -> String) {
        database.revise(session, .session) { kept in
            [UInt8](next(kept.flatMap { String(validating: $0, as: UTF8.self) }).utf8)
        }
    }

    /// What happened so far; each read is one of hit, miss or failure.
    package var counters: StoreCounters { database.counters(of: .session) }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? { database.takeProblem(with: .session) }
}
