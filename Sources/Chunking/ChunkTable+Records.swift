internal import ContextModel

extension ChunkTable {
    /// A digest as a key: it is well mixed, so its first word is enough to place it.
    struct Key: Hashable, Sendable {
        let digest: ContentDigest

        func hash(into hasher: inout Hasher) { hasher.combine(digest.first) }
    }

    /// A record in memory.
    struct Held: Sendable {
        var record: ChunkRecord
        /// The slot that it was last used for.
        var slot: ChunkSlot?
    }

    /// What is known of a slot.
    struct Occupant: Sendable {
        /// The content last seen there.
        var seen: Key
        /// The content last condensed there.
        var condensed: Key?
        var seenAt: Duration
    }

    /// A condensation under way.
    struct Flight: Sendable {
        let slot: ChunkSlot?
        let since: Duration
    }

    /// What a record takes in memory, roughly: its texts and a fixed part.
    static func cost(of record: ChunkRecord) -> Int {
        record.summary.utf8.count + record.strategy.utf8.count + 256
    }

    func isAlive(_ record: ChunkRecord?, at now: Duration) -> Bool {
        record.map { now - $0.condensedAt < limits.lifetime } ?? false
    }

    func isFresh(_ record: ChunkRecord, at now: Duration) -> Bool {
        let age = now - record.condensedAt
        return age < limits.ageThreshold && age < limits.lifetime
    }

    /// The state by what is in memory.
    func knownState(of key: Key, in slot: ChunkSlot?, at now: Duration) -> ChunkState {
        let record = records.peek(key)?.record
        if let record, isFresh(record, at: now) { return .condensed }
        if inFlight[key] != nil { return .condensing }
        if isAlive(record, at: now) { return .expired }
        let before = slot.flatMap { slots.peek($0)?.condensed }
        return before.map { $0 != key } ?? false ? .modified : .unprocessed
    }

    /// The record of a key if it is fresh: a hit, and the most recently used from now on.
    mutating func use(_ key: Key, in slot: ChunkSlot?, at now: Duration) -> ChunkRecord? {
        guard let place = records.place(of: key), var held = records.value(at: place) else {
            return nil
        }
        guard isFresh(held.record, at: now) else {
            if !isAlive(held.record, at: now) {
                records.remove(key)
                work.expirations += 1
            }
            return nil
        }
        work.reused += 1
        work.tokensSaved += held.record.tokensSaved.value
        held.record.usedAt = now
        if let slot, held.slot != slot {
            put(Occupant(seen: key, condensed: key, seenAt: now), in: slot)
            held.slot = slot
        }
        records.touch(place, held)
        return held.record
    }

    /// Asks the store for a record that is not in memory, or too old there; whether it had one.
    mutating func load(_ key: Key, at now: Duration) -> Bool {
        guard let record = store?.record(for: key.digest), record.key == key.digest,
            isAlive(record, at: now)
        else { return false }
        if let own = records.peek(key)?.record, own.condensedAt >= record.condensedAt {
            return false
        }
        work.loads += 1
        hold(record, in: nil)
        return true
    }

    mutating func hold(_ record: ChunkRecord, in slot: ChunkSlot?) {
        let key = Key(digest: record.key)
        absent.remove(key)
        let evicted = records.set(
            Held(record: record, slot: slot), for: key, cost: Self.cost(of: record))
        if let evicted { work.evictions += evicted } else { work.rejections += 1 }
    }

    /// Remembers which content was seen in a slot.
    mutating func notice(_ key: Key, in slot: ChunkSlot, at now: Duration) {
        let condensed = slots.peek(slot)?.condensed
        put(Occupant(seen: key, condensed: condensed, seenAt: now), in: slot)
    }

    /// Remembers what is in a slot. A record of other content is no longer that of the slot.
    mutating func put(_ occupant: Occupant, in slot: ChunkSlot) {
        if let before = slots.peek(slot)?.seen, before != occupant.seen,
            let place = records.place(of: before)
        {
            records.change(place) { $0.slot = nil }
        }
        slots.set(occupant, for: slot, cost: 0)
    }
}
