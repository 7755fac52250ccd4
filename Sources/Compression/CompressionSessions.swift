public import ContextModel
private import Synchronization
public import Tokenization

/// The conversations of a server: each has its own compression, and none sees another's (doc 001).
///
/// May be used from any number of threads at once; requests of one conversation wait for each other,
/// those of different ones do not. Bounded: a conversation too many makes the one that rested longest
/// forgotten, and at intervals all that rest are. Times are those of a clock the caller has.
public final class CompressionSessions: Sendable {
    /// What decides.
    public let settings: CompressionSettings
    private let tokenizer: Tokenizer
    private let initial: CompressedHistory
    private let hasher: any ContentHasher
    private let state = Mutex(State())

    private struct State {
        var conversations: [ConversationIdentity: Conversation] = [:]
        var lastCleanup: Duration?
        var turns = 0
    }

    private final class Conversation: Sendable {
        let history: Mutex<CompressedHistory>
        let lastUse: Mutex<Duration>

        init(_ history: CompressedHistory, at now: Duration) {
            self.history = Mutex(history)
            lastUse = Mutex(now)
        }
    }

    /// No conversations yet.
    public init(_ tokenizer: Tokenizer, _ settings: CompressionSettings, hasher: any ContentHasher)
    {
        self.settings = settings
        self.tokenizer = tokenizer
        self.hasher = hasher
        initial = CompressedHistory(tokenizer, SymbolAlphabet(tokenizer), settings)
    }

    /// A request's messages as they are to be sent, and where its conversation stands.
    public func compress(
        _ messages: [Message], session: String? = nil, at now: Duration
    ) -> (messages: [Message], figures: TurnFigures?) {
        let conversation = conversation(of: messages, session, at: now)
        let (sent, figures, isNewTurn) = conversation.history.withLock { history in
            let before = history.compressor.figures?.turn
            let sent = history.compress(messages)
            let figures = history.compressor.figures
            return (sent, figures, figures?.turn != before)
        }
        if isNewTurn { state.withLock { $0.turns += 1 } }
        return (sent, figures)
    }

    /// Turns the answer to a request back; nil where the conversation is not known. Without a session, nil
    /// also where the request does not continue it: it is then another's that begins alike, and its
    /// dictionary tells its texts.
    public func expander(for messages: [Message], session: String? = nil) -> Expander? {
        let identity = ConversationIdentity(messages, session: session, hasher: hasher)
        let conversation = state.withLock { $0.conversations[identity] }
        return conversation?.history.withLock { history in
            session != nil || history.isContinued(by: messages) ? history.expander : nil
        }
    }

    /// Forgets all conversations and counts.
    public func reset() { state.withLock { $0 = State() } }

    private func conversation(
        of messages: [Message], _ session: String?, at now: Duration
    ) -> Conversation {
        let identity = ConversationIdentity(messages, session: session, hasher: hasher)
        return state.withLock { state in
            cleanUp(&state, at: now)
            if let known = state.conversations[identity] {
                known.lastUse.withLock { $0 = max($0, now) }
                return known
            }
            if state.conversations.count >= max(settings.maximumConversations, 1) {
                Self.forgetOldest(&state)
            }
            let conversation = Conversation(initial, at: now)
            state.conversations[identity] = conversation
            return conversation
        }
    }

    /// Forgets conversations that rested for an interval, once an interval.
    private func cleanUp(_ state: inout State, at now: Duration) {
        let last = state.lastCleanup ?? now
        guard state.lastCleanup == nil || now - last >= settings.cleanupInterval else { return }
        state.lastCleanup = now
        state.conversations = state.conversations.filter {
            now - $0.value.lastUse.withLock { $0 } < settings.cleanupInterval
        }
    }

    /// Forgets the conversation that rested longest; of several the one with the least hash.
    private static func forgetOldest(_ state: inout State) {
        let oldest = state.conversations.min { left, right in
            let (one, other) = (
                left.value.lastUse.withLock { $0 }, right.value.lastUse.withLock { $0 }
            )
            return one == other
                ? left.key.digest.hexadecimal < right.key.digest.hexadecimal : one < other
        }
        if let oldest { state.conversations[oldest.key] = nil }
    }
}

// MARK: - Statistics

/// What the documents' statistics tell of all conversations.
public struct CompressionStatistics: Hashable, Sendable {
    /// `active_conversations`.
    public var activeConversations = 0
    /// `total_turns_processed`, those of forgotten conversations included.
    public var turns = 0
    /// `symbols_in_use`, over all conversations.
    public var symbols = 0
    /// `avg_turns_per_conversation`, of those remembered, in millionths.
    public var averageTurns = 0
    /// Bytes of texts and rules that are kept: `memory_usage_kb` times 1,024.
    public var bytes = 0
}

extension CompressionSessions {
    /// The statistics now. O(what is kept).
    public var statistics: CompressionStatistics {
        let (conversations, turns) = state.withLock {
            ($0.conversations.values.map(\.self), $0.turns)
        }
        var statistics = CompressionStatistics()
        statistics.activeConversations = conversations.count
        statistics.turns = turns
        var own = 0
        for conversation in conversations {
            conversation.history.withLock { history in
                statistics.symbols += history.compressor.dictionary.rules.count
                own += history.compressor.figures?.turn ?? 0
                statistics.bytes += history.bytes
            }
        }
        if !conversations.isEmpty {
            statistics.averageTurns = own * 1_000_000 / conversations.count
        }
        return statistics
    }
}
