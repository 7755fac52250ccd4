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
        /// Records that went for their age.
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
