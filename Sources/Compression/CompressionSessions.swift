public import ContextModel
private import Synchronization
public import Tokenization

/// The conversations of a server: each has its own compression, and none sees another's (doc 001).
///
/// May be used from any number of threads at once; requests of one conversation wait for each other,
/// those of different ones do not. Bounded: a conversation too many makes the one that rested longest
/// forgotten, and at intervals all that rest are. Times are those of a clock the caller has. With a
/// store, conversations outlive the process: each is read when its next request comes.
public final class CompressionSessions: Sendable {
    /// What decides.
    public let settings: CompressionSettings
    private let initial: CompressedHistory
    private let hasher: any ContentHasher
    private let store: (any ConversationStore)?
    private let state = Mutex(State())

    private struct State {
        var conversations: [ContentDigest: Conversation] = [:]
        var totals = ConversationTotals()
        var unreadable = 0
    }

    private final class Conversation: Sendable {
        let history: Mutex<Place>
        let entry: Mutex<ConversationEntry>

        init(_ history: Place, _ entry: ConversationEntry) {
            self.history = Mutex(history)
            self.entry = Mutex(entry)
        }

        var lastUse: Duration { entry.withLock { $0.lastUse } }
    }

    /// Where a conversation's history is.
    private enum Place {
        case here(CompressedHistory)
        case inStore
    }

    /// The conversations of a store; without one, none yet.
    public init(
        _ tokenizer: Tokenizer, _ settings: CompressionSettings, hasher: any ContentHasher,
        store: (any ConversationStore)? = nil
    ) {
        self.settings = settings
        self.hasher = hasher
        self.store = store
        initial = CompressedHistory(tokenizer, SymbolAlphabet(tokenizer), settings)
        guard let (entries, totals) = store?.entries() else { return }
        state.withLock { state in
            state.totals = totals
            for entry in entries {
                state.conversations[entry.conversation] = Conversation(.inStore, entry)
            }
            forgetExcess(&state, over: settings.maximumConversations)
        }
    }

    /// A request's messages as they are to be sent, and where its conversation stands.
    public func compress(
        _ messages: [Message], session: String? = nil, at now: Duration
    ) -> (messages: [Message], figures: TurnFigures?) {
        let request = process(messages, session: session, at: now)
        return (request?.messages ?? messages, request?.figures)
    }

    /// The same with all that is needed to expand it; nil for a request without messages. Where
    /// conversations keep no dictionary (`enabled`), nothing is remembered.
    ///
    /// - Parameter ends: where turns among the messages end that were requests of their own, as
    ///   numbers of messages that grow: a client's history that is seen for the first time.
    public func process(
        _ messages: [Message], session: String? = nil, turnEnds ends: [Int] = [], at now: Duration
    ) -> CompressedRequest? {
        guard settings.isEnabled else {
            var history = initial
            _ = history.compress(messages)
            return history.request
        }
        guard !messages.isEmpty else { return nil }
        let identity = ConversationIdentity(messages, session: session, hasher: hasher)
        let conversation = conversation(identity.digest, at: now)
        return conversation.history.withLock { place in
            var history = history(place, identity.digest, messages)
            // Held once only, so that nothing of it is copied.
            place = .inStore
            let before = history.turnsTaken
            _ = history.compress(messages, turnEnds: ends)
            let turns = history.turnsTaken - before
            let request = history.request
            keep(conversation, history, identity.digest, newTurns: turns)
            place = .here(history)
            return request
        }
    }

    /// Turns the answer to a request back; nil where the conversation is not known. Without a session, nil
    /// also where the request does not continue it: it is then another's that begins alike, and its
    /// dictionary tells its texts.
    public func expander(for messages: [Message], session: String? = nil) -> Expander? {
        dictionary(for: messages, session: session).map(Expander.init)
    }

    /// The dictionary of a request's conversation, for answers that stream; nil where `expander` is.
    public func dictionary(
        for messages: [Message], session: String? = nil
    ) -> CompressionDictionary? {
        let identity = ConversationIdentity(messages, session: session, hasher: hasher)
        let conversation = state.withLock { $0.conversations[identity.digest] }
        return conversation?.history.withLock { place in
            switch place {
            case .here(let history):
                return session != nil || history.isContinued(by: messages)
                    ? history.compressor.dictionary : nil
            case .inStore:
                guard let stored = stored(identity.digest) else { return nil }
                guard session == nil else { return stored.dictionary }
                return stored.history(for: messages, from: initial, hasher: hasher)?
                    .compressor.dictionary
            }
        }
    }

    /// Forgets the conversation that a request belongs to, if it is known, and what is kept of it: its next
    /// request begins anew. The others and the counts stay.
    @discardableResult
    public func reset(
        _ messages: [Message], session: String? = nil, at now: Duration = .zero
    ) -> CompressionReset {
        let identity = ConversationIdentity(messages, session: session, hasher: hasher)
        state.withLock { forget(identity.digest, &$0) }
        return CompressionReset(time: now)
    }

    /// Forgets all conversations and counts, those that are kept, too.
    @discardableResult
    public func reset(at now: Duration = .zero) -> CompressionReset {
        state.withLock { state in
            state = State()
            store?.removeAll()
        }
        return CompressionReset(time: now)
    }
}

// MARK: - Histories

extension CompressionSessions {
    /// The history that a request goes on with: a new one where what is kept cannot be read or is not
    /// what the request continues.
    private func history(
        _ place: Place, _ conversation: ContentDigest, _ messages: [Message]
    ) -> CompressedHistory {
        switch place {
        case .here(let history): history
        case .inStore:
            stored(conversation)?.history(for: messages, from: initial, hasher: hasher) ?? initial
        }
    }

    /// What is kept of a conversation, if it can be read.
    private func stored(_ conversation: ContentDigest) -> StoredConversation? {
        guard let bytes = store?.content(of: conversation) else { return nil }
        let stored = StoredConversation(bytes, initial.compressor.dictionary.alphabet)
        if stored == nil { state.withLock { $0.unreadable += 1 } }
        return stored
    }

    /// Keeps a conversation after a request, unless it was forgotten meanwhile.
    private func keep(
        _ conversation: Conversation, _ history: CompressedHistory, _ identity: ContentDigest,
        newTurns turns: Int
    ) {
        guard let store else {
            if turns > 0 { state.withLock { $0.totals.turns += turns } }
            return
        }
        let entry = conversation.entry.withLock { entry in
            entry.measure(history)
            return entry
        }
        let content = StoredConversation(history, hasher: hasher).bytes
        state.withLock { state in
            state.totals.turns += turns
            guard state.conversations[identity] === conversation else { return }
            store.keep(content, entry)
            store.keep(state.totals)
        }
    }
}

extension ConversationEntry {
    /// Takes the figures of a history. O(messages + rules).
    fileprivate mutating func measure(_ history: CompressedHistory) {
        turns = history.compressor.figures?.turn ?? 0
        symbols = history.compressor.dictionary.rules.count
        bytes = history.bytes
    }
}

// MARK: - Limits

extension CompressionSessions {
    private func conversation(_ identity: ContentDigest, at now: Duration) -> Conversation {
        state.withLock { state in
            cleanUp(&state, at: now)
            if let known = state.conversations[identity] {
                known.entry.withLock { $0.lastUse = max($0.lastUse, now) }
                return known
            }
            forgetExcess(&state, over: settings.maximumConversations - 1)
            let conversation = Conversation(
                .here(initial), ConversationEntry(identity, lastUse: now))
            state.conversations[identity] = conversation
            return conversation
        }
    }

    /// Forgets conversations that rested for an interval, once an interval.
    private func cleanUp(_ state: inout State, at now: Duration) {
        let last = state.totals.lastCleanup ?? now
        guard state.totals.lastCleanup == nil || now - last >= settings.cleanupInterval else {
            return
        }
        state.totals.lastCleanup = now
        let resting = state.conversations.filter {
            now - $0.value.lastUse >= settings.cleanupInterval
        }
        for identity in resting.keys { forget(identity, &state) }
        store?.keep(state.totals)
    }

    /// Forgets those that rested longest, of several the one with the least hash, until there are no more
    /// than given.
    private func forgetExcess(_ state: inout State, over most: Int) {
        while state.conversations.count > max(most, 0) {
            let oldest = state.conversations.min {
                ($0.value.lastUse, $0.key) < ($1.value.lastUse, $1.key)
            }
            guard let oldest else { return }
            forget(oldest.key, &state)
        }
    }

    private func forget(_ conversation: ContentDigest, _ state: inout State) {
        state.conversations[conversation] = nil
        store?.remove(conversation)
    }
}

// MARK: - Statistics

extension CompressionSessions {
    /// The statistics now. O(conversations + what is kept of them in memory).
    public var statistics: CompressionStatistics {
        let (conversations, turns) = state.withLock {
            (Array($0.conversations.values), $0.totals.turns)
        }
        var statistics = CompressionStatistics()
        statistics.activeConversations = conversations.count
        statistics.turns = turns
        var own = 0
        for conversation in conversations {
            let entry = conversation.history.withLock { place in
                var entry = conversation.entry.withLock(\.self)
                if case .here(let history) = place { entry.measure(history) }
                return entry
            }
            statistics.symbols += entry.symbols
            statistics.bytes += entry.bytes
            own += entry.turns
        }
        if !conversations.isEmpty {
            statistics.averageTurns = own * 1_000_000 / conversations.count
        }
        return statistics
    }

    /// How many conversations were kept in a way that cannot be read, and begin anew.
    public var unreadable: Int { state.withLock { $0.unreadable } }
}
