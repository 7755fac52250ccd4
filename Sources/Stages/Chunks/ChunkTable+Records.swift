internal import ContextModel

extension ChunkTable {
    /// A digest as a key: it is well mixed, so its first word is enough to place it.
    struct Key: Hashable, Sendable {
        let digest: ContentDigest

        func hash(into hasher: inout Hasher) { hasher.combine(digest.first) }

        /// What dictionaries ask for: mixing what is mixed would be a third of a look-up.
        func _rawHashValue(seed: Int) -> Int { Int(truncatingIfNeeded: digest.first) ^ seed }
    }

    /// A record in memory.
    struct Held: Sendable {
        var record: ChunkRecord
        /// The slot that it was last used for.
        var slot: ChunkSlot?
    }

    /// What is known of a slot.
    struct Occupant: Sendable {
        /// The key last asked for there.
        var seen: Key
        /// The content last seen there, however it is summarised.
        var content: ContentDigest
        /// The content last condensed there.
        var condensed: ContentDigest?
        var seenAt: Duration
        /// When a chunk was first seen there.
        var createdAt: Duration
        /// When its content last became another.
        var modifiedAt: Duration
    }

    /// A condensation under way.
    struct Flight: Sendable {
        let slot: ChunkSlot?
        let content: ContentDigest
        let since: Duration
    }

    /// What a record takes in memory, roughly: its texts and a fixed part.
    static func cost(of record: ChunkRecord) -> Int {
        record.summary.utf8.count + record.strategy.utf8.count + 256
    }

    /// Whether what was condensed at a time, if it was, is younger than `lifetime`: its record is kept.
    func isAlive(_ condensedAt: Duration?, at now: Duration) -> Bool {
        condensedAt.map { now - $0 < limits.lifetime } ?? false
    }

    /// Whether what was condensed at a time, if it was, is younger than `ageThreshold` and `lifetime`: its
    /// summary is used. Older than the first alone, it is EXPIRED.
    func isUnexpired(_ condensedAt: Duration?, at now: Duration) -> Bool {
        condensedAt.map { now - $0 < min(limits.ageThreshold, limits.lifetime) } ?? false
    }

    /// The state by what is in memory.
    func knownState(
        of key: Key, _ content: ContentDigest, in slot: ChunkSlot?, at now: Duration
    ) -> ChunkState {
        let condensedAt = records.place(of: key).flatMap { records.condensedAt($0) }
        if isUnexpired(condensedAt, at: now) { return .condensed }
        if inFlight[key] != nil { return .condensing }
        if isAlive(condensedAt, at: now) { return .expired }
        let before = slot.flatMap { slots.peek($0)?.condensed }
        return before.map { $0 != content } ?? false ? .modified : .unprocessed
    }

    /// The record of a key if it has not expired: a hit, and the most recently used from now on.
    mutating func use(
        _ key: Key, _ content: ContentDigest, in slot: ChunkSlot?, at now: Duration
    ) -> ChunkRecord? {
        guard let place = records.place(of: key) else { return nil }
        let condensedAt = records.condensedAt(place)
        guard isUnexpired(condensedAt, at: now) else {
            if !isAlive(condensedAt, at: now) {
                records.remove(key)
                work.expirations += 1
            }
            return nil
        }
        if let slot, !records.isOf(slot, place) {
            put(occupant(key, content, of: slot, condensed: content, at: now), in: slot)
            records.change(place) { $0?.slot = slot }
        }
        records.touch(place)
        let record = records.change(place) {
            $0?.record.usedAt = now
            return $0?.record
        }
        work.reused += 1
        work.tokensSaved += record?.tokensSaved.value ?? 0
        return record
    }

    /// Asks the store for a record that is not in memory, or too old there; whether it had one.
    mutating func load(_ key: Key, at now: Duration) -> Bool {
        guard let record = store?.record(for: key.digest), record.key == key.digest,
            isAlive(record.condensedAt, at: now)
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
    mutating func notice(
        _ key: Key, _ content: ContentDigest, in slot: ChunkSlot, at now: Duration
    ) {
        let condensed = slots.peek(slot)?.condensed
        put(occupant(key, content, of: slot, condensed: condensed, at: now), in: slot)
    }

    /// What is in a slot now, with what is known of the time before.
    func occupant(
        _ key: Key, _ content: ContentDigest, of slot: ChunkSlot, condensed: ContentDigest?,
        at now: Duration
    ) -> Occupant {
        let before = slots.peek(slot)
        let isSame = before?.content == content
        return Occupant(
            seen: key, content: content, condensed: condensed, seenAt: now,
            createdAt: before?.createdAt ?? now,
            modifiedAt: isSame ? before?.modifiedAt ?? now : now)
    }

    /// Takes what another process knew of a slot from the store, unless something is known here.
    mutating func recall(_ slot: ChunkSlot, _ key: Key, _ content: ContentDigest, at now: Duration)
    {
        guard slots.peek(slot) == nil,
            let known = store?.slot(slot.number, of: slot.conversation)
        else { return }
        put(
            Occupant(
                seen: key, content: known.condensed, condensed: known.condensed, seenAt: now,
                createdAt: known.createdAt, modifiedAt: known.modifiedAt), in: slot)
    }

    /// Remembers what is in a slot. A record of other content is no longer that of the slot.
    mutating func put(_ occupant: Occupant, in slot: ChunkSlot) {
        if let before = slots.peek(slot)?.seen, before != occupant.seen,
            let place = records.place(of: before)
        {
            records.change(place) { $0?.slot = nil }
        }
        slots.set(occupant, for: slot, cost: 0)
    }
}

extension RecencyMap<ChunkTable.Key, ChunkTable.Held> {
    /// When the record in a place was made.
    func condensedAt(_ place: Int) -> Duration? { read(place) { $0?.record.condensedAt } }

    /// Whether the record in a place was last used for a slot.
    func isOf(_ slot: ChunkSlot?, _ place: Int) -> Bool { read(place) { $0?.slot == slot } }
}
