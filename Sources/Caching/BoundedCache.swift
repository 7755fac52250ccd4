/// A key that hashes alike in every process, so that what a cache keeps does not depend on the run.
public protocol StableHashable: Hashable, Sendable {
    /// A well mixed hash of the key, the same in every process.
    var stableHash: UInt64 { get }
}

/// A cache bounded in entries and bytes, which a long scan cannot empty.
///
/// A value type: a copy is a cache of its own. Room is made by a CLOCK hand; a new entry takes a victim's
/// place only if it was asked for more often of late than the victim (TinyLFU: Einziger, Friedman and
/// Manes, ACM ToS 2017), ties going to the victim. So a cyclic scan over more keys than fit keeps the
/// share that fits, where least-recently-used keeps nothing. All operations are O(1) amortised.
public struct BoundedCache<Key: StableHashable, Value: Sendable>: Sendable {
    /// How many entries and bytes a cache may hold, and for how long.
    public struct Limits: Hashable, Sendable {
        /// The largest number of entries.
        public var entries: Int
        /// The largest sum of the entries' costs, in bytes.
        public var bytes: Int
        /// How long after its insertion an entry is served; nil for ever.
        public var lifetime: Duration?

        /// Limits; a cache with 0 entries or bytes stores nothing.
        public init(entries: Int, bytes: Int, lifetime: Duration? = nil) {
            self.entries = entries
            self.bytes = bytes
            self.lifetime = lifetime
        }
    }

    private struct Entry {
        let key: Key
        var value: Value
        var cost: Int
        var insertedAt: Duration
        /// Whether it was served since the hand last came by.
        var wasUsed = false
        /// Whether it goes if the newcomer that is being judged comes in.
        var isLeaving = false
    }

    /// The limits.
    public let limits: Limits
    /// What happened so far.
    public private(set) var counters = CacheCounters()
    private var slots: [Entry?] = []
    private var free: [Int] = []
    private var places: [Key: Int] = [:]
    private var hand = 0
    private var frequencies: FrequencySketch

    /// An empty cache.
    public init(_ limits: Limits) {
        self.limits = limits
        frequencies = FrequencySketch(entries: limits.entries)
    }

    /// How many entries there are.
    public var count: Int { places.count }

    /// The value of a key, if it is held and not too old; counts a hit or a miss.
    public mutating func value(for key: Key, at now: Duration = .zero) -> Value? {
        frequencies.record(key.stableHash)
        guard let place = places[key], let entry = slots[place] else {
            counters.misses += 1
            return nil
        }
        if isExpired(entry, at: now) {
            remove(place)
            counters.expirations += 1
            counters.misses += 1
            return nil
        }
        slots[place]?.wasUsed = true
        counters.hits += 1
        return entry.value
    }

    /// The value of a key, if it is held and not too old; changes and counts nothing.
    public func peek(_ key: Key, at now: Duration = .zero) -> Value? {
        guard let place = places[key], let entry = slots[place], !isExpired(entry, at: now) else {
            return nil
        }
        return entry.value
    }

    /// Removes what is too old. O(entries).
    public mutating func removeExpired(at now: Duration) {
        for place in slots.indices {
            guard let entry = slots[place], isExpired(entry, at: now) else { continue }
            remove(place)
            counters.expirations += 1
        }
    }

    /// Offers an entry of a cost in bytes, not negative; returns whether it is held now.
    ///
    /// An older value of the key is gone in any case. Other entries go only if the new one is taken.
    @discardableResult
    public mutating func insert(
        _ value: Value, for key: Key, cost: Int, at now: Duration = .zero
    ) -> Bool {
        precondition(cost >= 0, "an entry cannot cost less than nothing")
        if let place = places[key] { remove(place) }
        guard limits.entries > 0, cost <= limits.bytes, makeRoom(for: key, cost: cost, at: now)
        else {
            counters.rejections += 1
            return false
        }
        place(Entry(key: key, value: value, cost: cost, insertedAt: now))
        return true
    }

    /// Removes all entries; the counters stay.
    public mutating func removeAll() {
        slots.removeAll()
        free.removeAll()
        places.removeAll()
        hand = 0
        counters.bytes = 0
    }

    /// Removes what has to go for a newcomer, or nothing if one of those is worth more.
    private mutating func makeRoom(for key: Key, cost: Int, at now: Duration) -> Bool {
        var leaving: [Int] = []
        var bytes = counters.bytes
        while count - leaving.count >= limits.entries || bytes > limits.bytes - cost {
            let victim = nextVictim()
            guard let entry = slots[victim], isExpired(entry, at: now) || wins(key, over: entry.key)
            else {
                for place in leaving { slots[place]?.isLeaving = false }
                return false
            }
            slots[victim]?.isLeaving = true
            leaving.append(victim)
            bytes -= entry.cost
        }
        for place in leaving { evict(place, at: now) }
        return true
    }

    private func wins(_ candidate: Key, over victim: Key) -> Bool {
        frequencies.estimate(candidate.stableHash) > frequencies.estimate(victim.stableHash)
    }

    private func isExpired(_ entry: Entry, at now: Duration) -> Bool {
        limits.lifetime.map { now - entry.insertedAt >= $0 } ?? false
    }

    private mutating func evict(_ place: Int, at now: Duration) {
        if let entry = slots[place], isExpired(entry, at: now) {
            counters.expirations += 1
        } else {
            counters.evictions += 1
        }
        remove(place)
    }

    /// Advances the hand to an entry that is not leaving and not used since the hand last came by.
    private mutating func nextVictim() -> Int {
        while true {
            hand = hand + 1 < slots.count ? hand + 1 : 0
            guard let entry = slots[hand], !entry.isLeaving else { continue }
            if !entry.wasUsed { return hand }
            slots[hand]?.wasUsed = false
        }
    }

    private mutating func place(_ entry: Entry) {
        let place: Int
        if let reused = free.popLast() {
            place = reused
            slots[place] = entry
        } else {
            place = slots.count
            slots.append(entry)
        }
        places[entry.key] = place
        counters.insertions += 1
        counters.bytes += entry.cost
        counters.peakBytes = max(counters.peakBytes, counters.bytes)
    }

    private mutating func remove(_ place: Int) {
        guard let entry = slots[place] else { return }
        slots[place] = nil
        places[entry.key] = nil
        free.append(place)
        counters.bytes -= entry.cost
    }
}

/// What a cache did, in numbers; deterministic for the same calls.
public struct CacheCounters: Hashable, Sendable {
    /// Look-ups that found a value.
    public var hits = 0
    /// Look-ups that found none, expired entries included.
    public var misses = 0
    /// Entries stored.
    public var insertions = 0
    /// Entries given up for others.
    public var evictions = 0
    /// Entries given up for their age.
    public var expirations = 0
    /// Entries not stored because what they would displace is asked for at least as often.
    public var rejections = 0
    /// The costs of the entries now held, in bytes.
    public var bytes = 0
    /// The largest value of `bytes` so far.
    public var peakBytes = 0

    /// All zero.
    public init() {}

    /// Hits as a share of look-ups; nil before the first.
    public var hitRatio: Double? {
        hits + misses == 0 ? nil : Double(hits) / Double(hits + misses)
    }
}
