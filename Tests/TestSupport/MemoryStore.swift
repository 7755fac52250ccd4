public import ContextModel
import Synchronization

/// A store that lasts as long as the test.
public final class MemoryStore: ChunkStore {
    private let records = Mutex<[ContentDigest: ChunkRecord]>([:])
    private let slots = Mutex<[String: ChunkSlotRecord]>([:])
    private let seen = Mutex(StoreCounters())

    /// An empty store.
    public init() {}

    /// What was found, missed and written.
    public var counters: StoreCounters { seen.withLock { $0 } }

    /// The record of a key.
    public func record(for key: ContentDigest) -> ChunkRecord? {
        let record = records.withLock { $0[key] }
        seen.withLock { if record == nil { $0.misses += 1 } else { $0.hits += 1 } }
        return record
    }

    /// Keeps a record.
    public func keep(_ record: ChunkRecord) {
        records.withLock { $0[record.key] = record }
        seen.withLock { $0.writes += 1 }
    }

    /// What is known of a place.
    public func slot(_ number: Int, of conversation: String) -> ChunkSlotRecord? {
        slots.withLock { $0["\(number) \(conversation)"] }
    }

    /// Keeps what is known of a place.
    public func keep(_ record: ChunkSlotRecord, in number: Int, of conversation: String) {
        slots.withLock { $0["\(number) \(conversation)"] = record }
    }

    /// Forgets the record of a key.
    public func remove(_ key: ContentDigest) { records.withLock { $0[key] = nil } }

    /// Forgets what is older.
    public func removeAll(condensedBefore time: Duration) {
        records.withLock { $0 = $0.filter { $0.value.condensedAt >= time } }
    }
}
