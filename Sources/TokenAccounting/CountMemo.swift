public import Caching
public import ContextModel
import StrictJSON
private import Synchronization

/// What messages cost, remembered by their whole content and shared by many conversations.
///
/// A look-up compares the whole message and what it was counted with (counter, overhead, image rule),
/// so a colliding hash costs a comparison, never a wrong count, and one memo serves many counters.
/// Safe to be used by many sessions at once: sharing changes what is counted anew, never a count.
public final class CountMemo: Sendable {
    private let cache: Mutex<BoundedCache<MessageKey, CostBreakdown>>

    /// A memo within limits; 0 entries remember nothing.
    public init(_ limits: BoundedCache<MessageKey, CostBreakdown>.Limits) {
        cache = Mutex(BoundedCache(limits))
    }

    /// What happened so far.
    public var counters: CacheCounters { cache.withLock { $0.counters } }

    /// What a message costs, and how the cost was found.
    public struct Answer: Hashable, Sendable {
        /// What the message costs.
        public let cost: CostBreakdown
        /// Whether the memo knew it.
        public let isHit: Bool
        /// Entries that gave way to it.
        public let evictions: Int
    }

    /// What a message costs, counted if it is not remembered. A hit is O(bytes compared), which is O(1)
    /// for texts that share storage.
    public func answer(for message: Message, by costs: MessageCosts) -> Answer {
        let key = MessageKey(message, basis: costs.basis)
        if let known = cache.withLock({ $0.value(for: key) }) {
            return Answer(cost: known, isHit: true, evictions: 0)
        }
        // Counted without the lock: counting a long message must not hold up other conversations.
        let cost = costs.cost(of: message)
        let evictions = cache.withLock { cache in
            let before = cache.counters.evictions
            cache.insert(cost, for: key, cost: key.byteCount)
            return cache.counters.evictions - before
        }
        return Answer(cost: cost, isHit: false, evictions: evictions)
    }

    /// What a message costs, counted if it is not remembered.
    public func cost(of message: Message, by costs: MessageCosts) -> CostBreakdown {
        answer(for: message, by: costs).cost
    }

    /// Forgets all counts.
    public func clear() { cache.withLock { $0.removeAll() } }
}

/// A message, and what it is counted with, as the key of a cache: equal when the two always cost the
/// same, hashed alike in every process.
public struct MessageKey: StableHashable {
    /// The message.
    public let message: Message
    /// What it is counted with.
    public let basis: CostBasis
    /// A hash over the lengths and a sample of the bytes of its texts; O(parts).
    public let stableHash: UInt64
    /// What the key and its count hold, in bytes, by our own accounting.
    public let byteCount: Int

    /// The key of a message.
    public init(_ message: Message, basis: CostBasis) {
        self.message = message
        self.basis = basis
        var sampler = TextSampler()
        sampler.add(basis.counter)
        sampler.add(message.wire.role ?? message.role.rawValue)
        if let name = message.name { sampler.add(name) }
        for part in message.parts { sampler.add(part) }
        stableHash = sampler.hash
        byteCount = sampler.byteCount + 96 * message.parts.count + 512
    }

    /// Whether the messages are the same, byte for byte, in all that counts.
    public static func == (left: Self, right: Self) -> Bool {
        left.stableHash == right.stableHash && left.basis == right.basis
            && left.message.costsTheSame(as: right.message)
    }

    /// Feeds the stable hash to the hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(stableHash) }
}

/// What decides on the cost of a message besides the message.
public struct CostBasis: Hashable, Sendable {
    /// The counter's name.
    public let counter: String
    /// The fixed tokens around messages.
    public let overhead: MessageOverhead
    /// How pictures count.
    public let images: ImageRule
}

extension MessageCosts {
    /// What decides on the costs, as a value that can be compared.
    public var basis: CostBasis {
        CostBasis(counter: counter.name, overhead: overhead, images: images)
    }
}

extension Message {
    /// Whether the two messages are the same in everything that is counted: all but `extra` fields and
    /// the shapes of the wire. O(parts) where they share storage, else O(bytes).
    ///
    /// Equality is not enough: equal texts may have other bytes, and so other tokens.
    func costsTheSame(as other: Message) -> Bool {
        role == other.role && wire.role.hasSameBytes(as: other.wire.role)
            && name.hasSameBytes(as: other.name) && parts.saysTheSame(as: other.parts)
    }
}

/// How many messages were asked for, by how their count was found, and what the memo did for it.
public struct CountingWork: Hashable, Sendable {
    /// Counted anew.
    public var counted = 0
    /// Found in the memo: its hits.
    public var remembered = 0
    /// Part of a beginning that had been counted in the same conversation: no look-up, and no hit.
    public var reused = 0
    /// Of those counted anew, the ones that the memo was asked for in vain.
    public var misses = 0
    /// Entries of the memo that gave way to new ones.
    public var evictions = 0

    /// Nothing asked for yet.
    public init() {}

    /// How many messages were asked for.
    public var asked: Int { counted + remembered + reused }

    /// Notes a message by the memo's answer; nil where there is no memo.
    mutating func note(_ answer: CountMemo.Answer?) {
        guard let answer, answer.isHit else {
            counted += 1
            misses += answer == nil ? 0 : 1
            evictions += answer?.evictions ?? 0
            return
        }
        remembered += 1
    }

    /// Adds another, part by part.
    public static func += (left: inout Self, right: Self) {
        left.counted += right.counted
        left.remembered += right.remembered
        left.reused += right.reused
        left.misses += right.misses
        left.evictions += right.evictions
    }

    /// What was done since an earlier moment.
    public static func - (left: Self, right: Self) -> Self {
        var work = Self()
        work.counted = left.counted - right.counted
        work.remembered = left.remembered - right.remembered
        work.reused = left.reused - right.reused
        work.misses = left.misses - right.misses
        work.evictions = left.evictions - right.evictions
        return work
    }
}
