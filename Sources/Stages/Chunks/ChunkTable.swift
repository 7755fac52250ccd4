public import ContextModel

/// What was condensed, what is being condensed, and what has to be condensed again.
///
/// Records are found by content, whoever made them. In memory the least recently used go first; a store
/// behind it, if there is one, is asked for what memory does not hold. Times are on one clock of the
/// caller's; with a store that outlives the process it must, too (seconds of an epoch).
public struct ChunkTable: Sendable {
    /// How much is remembered, and for how long.
    public struct Limits: Hashable, Sendable {
        /// The most records in memory; slots and absent keys are remembered in fixed multiples of it.
        public var entries: Int
        /// The most memory of records, in bytes.
        public var bytes: Int
        /// The age of a summary at which its record goes.
        public var lifetime: Duration
        /// The age of a summary at which it is made again; its record stays.
        public var ageThreshold: Duration
        /// Whether what was condensed is used again.
        public var skipsCondensed: Bool

        /// Limits; a table of 0 entries or bytes holds nothing in memory.
        public init(
            entries: Int, bytes: Int, lifetime: Duration, ageThreshold: Duration,
            skipsCondensed: Bool = true
        ) {
            self.entries = entries
            self.bytes = bytes
            self.lifetime = lifetime
            self.ageThreshold = ageThreshold
            self.skipsCondensed = skipsCondensed
        }
    }

    /// What one who wants a chunk condensed has to do.
    public enum Begin: Hashable, Sendable {
        /// Nothing: here is the summary.
        case condensed(ChunkRecord)
        /// Wait: someone else condenses it.
        case inFlight
        /// Condense it, then call `finish` or `fail`.
        case mine
    }

    /// The limits.
    public let limits: Limits
    /// Keeps records beyond memory.
    public let store: (any ChunkStore)?
    var records: RecencyMap<Key, Held>
    var slots: RecencyMap<ChunkSlot, Occupant>
    /// Keys that the store did not have when it was asked for their state.
    var absent: RecencyMap<Key, Void>
    var inFlight: [Key: Flight] = [:]
    var work = ChunkStatistics.Work()

    /// A table that remembers nothing yet.
    public init(_ limits: Limits, store: (any ChunkStore)? = nil) {
        self.limits = limits
        self.store = store
        let entries = max(0, limits.entries)
        records = RecencyMap(entries: entries, bytes: limits.bytes)
        slots = RecencyMap(entries: max(entries, 1) * 4)
        absent = RecencyMap(entries: max(entries, 1) * 16)
    }

    /// The state of the content in a slot. A look, not a use: nothing is counted, no order changes. The
    /// content is the key's, where it is not given.
    ///
    /// The store is asked once for a key that it does not have; `begin` asks again.
    public mutating func state(
        of key: ContentDigest, _ content: ContentDigest? = nil, in slot: ChunkSlot? = nil,
        at now: Duration
    ) -> ChunkState {
        let content = content ?? key
        let key = Key(digest: key)
        let place = records.place(of: key)
        let condensedAt = place.flatMap { records.condensedAt($0) }
        if let place, isUnexpired(condensedAt, at: now), records.isOf(slot, place) {
            return .condensed
        }
        if let slot { notice(key, content, in: slot, at: now) }
        if !isAlive(condensedAt, at: now), store != nil, inFlight[key] == nil,
            absent.place(of: key) == nil, !load(key, at: now)
        {
            absent.set((), for: key, cost: 0)
        }
        return knownState(of: key, content, in: slot, at: now)
    }

    /// The state of the content in a slot by what is known here and of the slot beyond the process. A look
    /// that changes and counts nothing.
    public func glance(
        at key: ContentDigest, _ content: ContentDigest, in slot: ChunkSlot, at now: Duration
    ) -> ChunkState {
        let state = knownState(of: Key(digest: key), content, in: slot, at: now)
        guard state == .unprocessed, slots.peek(slot) == nil,
            let known = store?.slot(slot.number, of: slot.conversation)
        else { return state }
        return known.condensed == content ? .unprocessed : .modified
    }

    /// The state of a chunk of a conversation.
    public mutating func state(
        of chunk: Chunk, conversation: String, at now: Duration
    ) -> ChunkState {
        state(of: chunk.key, in: ChunkSlot(conversation, chunk.slot), at: now)
    }

    /// How a chunk stands that may be condensed under several keys: its state, its record if there is one,
    /// and what is known of its place. A look that changes nothing of the place.
    public mutating func standing(
        of content: ContentDigest, under keys: [ContentDigest], in slot: ChunkSlot,
        at now: Duration, isLasting: Bool
    ) -> (state: ChunkState, record: ChunkRecord?, place: ChunkSlotRecord?) {
        let keys = keys.map { Key(digest: $0) }
        if isLasting {
            if let first = keys.first { recall(slot, first, content, at: now) }
            for key in keys where !isAlive(records.peek(key)?.record.condensedAt, at: now) {
                _ = load(key, at: now)
            }
        }
        let place = slots.peek(slot).map {
            ChunkSlotRecord(
                condensed: $0.condensed ?? content, createdAt: $0.createdAt,
                modifiedAt: $0.modifiedAt)
        }
        var expired: ChunkRecord?
        for key in keys {
            let record = records.peek(key)?.record
            switch knownState(of: key, content, in: nil, at: now) {
            case .condensed: return (.condensed, record, place)
            case .condensing: return (.condensing, nil, place)
            case .expired: expired = expired ?? record
            case .unprocessed, .modified: break
            }
        }
        if let expired { return (.expired, expired, place) }
        let before = slots.peek(slot)?.condensed
        return (before.map { $0 != content } ?? false ? .modified : .unprocessed, nil, place)
    }

    /// Asks for the content in a slot to be condensed, which one caller at a time is told to do. A key
    /// that means something in this process only is not looked for in the store. The content is the
    /// key's, where it is not given.
    public mutating func begin(
        _ key: ContentDigest, _ content: ContentDigest? = nil, in slot: ChunkSlot? = nil,
        at now: Duration, isLasting: Bool = true
    ) -> Begin {
        let content = content ?? key
        let key = Key(digest: key)
        if limits.skipsCondensed, let record = use(key, content, in: slot, at: now) {
            return .condensed(record)
        }
        if let slot {
            if isLasting { recall(slot, key, content, at: now) }
            notice(key, content, in: slot, at: now)
        }
        if inFlight[key] != nil {
            work.joined += 1
            return .inFlight
        }
        if limits.skipsCondensed, isLasting, load(key, at: now),
            let record = use(key, content, in: slot, at: now)
        {
            work.fetched += 1
            return .condensed(record)
        }
        work.misses += 1
        inFlight[key] = Flight(slot: slot, content: content, since: now)
        return .mine
    }

    /// Takes the record of what was condensed, and writes it to the store if its key means something
    /// beyond this process.
    public mutating func finish(_ record: ChunkRecord, isLasting: Bool = true) {
        let key = Key(digest: record.key)
        let flight = inFlight.removeValue(forKey: key)
        work.condensations += 1
        hold(record, in: flight?.slot)
        if let flight, let slot = flight.slot {
            let occupant = occupant(
                key, flight.content, of: slot, condensed: flight.content, at: record.condensedAt)
            put(occupant, in: slot)
            if isLasting {
                store?.keep(
                    ChunkSlotRecord(
                        condensed: flight.content, createdAt: occupant.createdAt,
                        modifiedAt: occupant.modifiedAt), in: slot.number, of: slot.conversation)
            }
        }
        if isLasting { store?.keep(record) }
    }

    /// Gives up condensing; the state is again what it was before.
    public mutating func fail(_ key: ContentDigest) {
        if inFlight.removeValue(forKey: Key(digest: key)) != nil { work.failures += 1 }
    }

    /// The record of a key in memory, however old; neither use nor look-up.
    public func record(for key: ContentDigest) -> ChunkRecord? {
        records.peek(Key(digest: key))?.record
    }

    /// The keys in memory, most recently used first. O(entries).
    public var keysByUse: [ContentDigest] { records.keys.map(\.digest) }

    /// Removes what is older than its lifetime, flights included whose caller never came back, here
    /// and in the store. O(entries).
    public mutating func clean(at now: Duration) {
        for key in records.keys where !isAlive(records.peek(key)?.record.condensedAt, at: now) {
            records.remove(key)
            work.expirations += 1
        }
        for slot in slots.keys where now - (slots.peek(slot)?.seenAt ?? now) >= limits.lifetime {
            slots.remove(slot)
        }
        let lost = inFlight.filter { now - $0.value.since >= limits.lifetime }
        for key in lost.keys { inFlight[key] = nil }
        work.failures += lost.count
        absent = RecencyMap(entries: absent.entries)
        store?.removeAll(condensedBefore: now - limits.lifetime)
    }
}
