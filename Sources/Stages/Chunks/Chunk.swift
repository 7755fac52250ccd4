public import ContextModel

/// Some neighbouring messages that are condensed as one.
///
/// Chunks own their messages: no message is in two. The overlap is seen by the summariser and
/// owned by the chunks before.
public struct Chunk: Hashable, Sendable {
    /// The positions of its messages in the history.
    public let messages: Range<Int>
    /// The positions of the messages before it that the summariser sees beside it.
    public let overlap: Range<Int>
    /// What its messages cost.
    public let tokens: TokenCount
    /// The digest of its messages, of its overlap, and of the settings that shape its summary.
    /// Where the chunk stands is no part of it.
    public let key: ContentDigest
    /// Its number in the conversation, from 0.
    public let slot: Int
    /// Whether a message of it holds a picture, in a tool's result or by itself.
    public let containsImages: Bool
    /// Whether no message that may follow can change it.
    public internal(set) var isSealed: Bool
    /// How many messages from the start its boundaries depend on; more than there are while it is open.
    let decidedBy: Int
}

/// What is known of a chunk's condensation, by the documented names.
public enum ChunkState: String, Hashable, Sendable, CaseIterable {
    /// It has not been condensed, or nothing is remembered of it.
    case unprocessed = "UNPROCESSED"
    /// Someone condenses it now.
    case condensing = "CONDENSING"
    /// Its summary is there, and young enough.
    case condensed = "CONDENSED"
    /// Its place in the conversation held other content when that was condensed.
    case modified = "MODIFIED"
    /// Its summary is there, but so old that it is made again.
    case expired = "EXPIRED"
}

/// A chunk's place in a conversation, whatever its content.
public struct ChunkSlot: Hashable, Sendable {
    /// The conversation's identity.
    public let conversation: String
    /// The chunk's number in it.
    public let number: Int

    /// A slot.
    public init(_ conversation: String, _ number: Int) {
        self.conversation = conversation
        self.number = number
    }
}

/// What a chunk table holds and did; `fields` gives the documented names.
public struct ChunkStatistics: Hashable, Sendable {
    /// Records in memory.
    public let chunksCacheSize: Int
    /// The sum of what they take, in bytes.
    public let bytes: Int
    /// Of the contents last seen in each slot remembered, how many are in each state.
    public let chunkStates: [ChunkState: Int]
    /// Whether chunks are managed at all: by the table itself, whether it can hold any record; whoever
    /// knows the policy says whether it tracks chunks.
    public var chunkManagementAvailable: Bool
    /// What happened so far.
    public let work: Work

    /// Counts of what a table did.
    public struct Work: Hashable, Sendable {
        /// Condensations spared: requests answered by a record, from memory or from the store.
        public internal(set) var reused = 0
        /// Those of them that memory did not hold.
        public internal(set) var fetched = 0
        /// Requests that had to condense.
        public internal(set) var misses = 0
        /// Requests told that someone else condenses the same.
        public internal(set) var joined = 0
        /// Records that went for others.
        public internal(set) var evictions = 0
        /// Records removed because they outlived `lifetime`; others than chunks in state EXPIRED, whose
        /// records stay.
        public internal(set) var expirations = 0
        /// Records too large to be held in memory.
        public internal(set) var rejections = 0
        /// Condensations finished.
        public internal(set) var condensations = 0
        /// Condensations given up.
        public internal(set) var failures = 0
        /// Records that came from the store.
        public internal(set) var loads = 0
        /// The sum over all reuses of what each summary saves, in tokens.
        public internal(set) var tokensSaved = 0

        /// Requests answered from memory.
        public var hits: Int { reused - fetched }

        init() {}
    }

    /// The same with the states of chunks that someone knows better: those of a conversation at hand, not
    /// those of the places that this process has seen.
    public func telling(states: [ChunkState: Int]) -> ChunkStatistics {
        ChunkStatistics(
            chunksCacheSize: chunksCacheSize, bytes: bytes, chunkStates: states,
            chunkManagementAvailable: chunkManagementAvailable, work: work)
    }

    /// Names and numbers in a fixed order, states under `chunk_states.`.
    public var fields: [(name: String, value: Int)] {
        let states = ChunkState.allCases.map { state in
            (name: "chunk_states.\(state.rawValue)", value: chunkStates[state, default: 0])
        }
        return [("chunks_cache_size", chunksCacheSize), ("chunks_cache_bytes", bytes)] + states + [
            ("chunk_management_available", chunkManagementAvailable ? 1 : 0),
            ("hits", work.hits), ("misses", work.misses), ("joined", work.joined),
            ("evictions", work.evictions), ("expirations", work.expirations),
            ("rejections", work.rejections), ("condensations", work.condensations),
            ("failures", work.failures), ("loads", work.loads), ("reused", work.reused),
            ("tokens_saved", work.tokensSaved),
        ]
    }
}

extension ChunkTable {
    /// What the table holds at a time and did so far. O(slots remembered).
    public func statistics(at now: Duration) -> ChunkStatistics {
        var states: [ChunkState: Int] = [:]
        for slot in slots.keys {
            guard let occupant = slots.peek(slot) else { continue }
            let state = knownState(of: occupant.seen, occupant.content, in: slot, at: now)
            states[state, default: 0] += 1
        }
        return ChunkStatistics(
            chunksCacheSize: records.count, bytes: records.cost, chunkStates: states,
            chunkManagementAvailable: limits.entries > 0 && limits.bytes > 0, work: work)
    }
}
