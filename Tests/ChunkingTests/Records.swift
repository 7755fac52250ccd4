import Chunking
import ContextModel
import Synchronization

extension ContentDigest {
    /// A digest for each number.
    init(number: Int) {
        self.init(UInt64(number) &* 0x9E37_79B9_7F4A_7C15, 0, 0, UInt64(number))
    }
}

extension ChunkRecord {
    /// A record of 100 tokens made 10.
    init(_ number: Int, at time: Duration, summary: String = "short") {
        self.init(
            key: ContentDigest(number: number), summary: summary, summaryTokens: TokenCount(10),
            sourceTokens: TokenCount(100), qualityMillionths: 900_000, strategy: "auto",
            condensedAt: time)
    }
}

extension ChunkTable {
    /// A table with the documented ages.
    init(
        entries: Int = 100, bytes: Int = 1 << 20, skips: Bool = true, store: MemoryStore? = nil
    ) {
        let limits = Limits(
            entries: entries, bytes: bytes, lifetime: .seconds(3_600),
            ageThreshold: .seconds(1_800), skipsCondensed: skips)
        self.init(limits, store: store)
    }

    mutating func begin(_ number: Int, slot: Int? = nil, at seconds: Int = 0) -> Begin {
        begin(
            ContentDigest(number: number), in: slot.map { ChunkSlot("talk", $0) },
            at: .seconds(seconds))
    }

    mutating func state(_ number: Int, slot: Int? = nil, at seconds: Int = 0) -> ChunkState {
        state(
            of: ContentDigest(number: number), in: slot.map { ChunkSlot("talk", $0) },
            at: .seconds(seconds))
    }

    mutating func finish(_ number: Int, at seconds: Int = 0) {
        finish(ChunkRecord(number, at: .seconds(seconds)))
    }

    mutating func fail(_ number: Int) { fail(ContentDigest(number: number)) }
}

/// A store that lasts as long as the test.
final class MemoryStore: ChunkStore {
    private let records = Mutex<[ContentDigest: ChunkRecord]>([:])
    private let seen = Mutex(StoreCounters())

    var counters: StoreCounters { seen.withLock { $0 } }

    func record(for key: ContentDigest) -> ChunkRecord? {
        let record = records.withLock { $0[key] }
        seen.withLock { if record == nil { $0.misses += 1 } else { $0.hits += 1 } }
        return record
    }

    func keep(_ record: ChunkRecord) {
        records.withLock { $0[record.key] = record }
        seen.withLock { $0.writes += 1 }
    }

    func remove(_ key: ContentDigest) { records.withLock { $0[key] = nil } }

    func removeAll(condensedBefore time: Duration) {
        records.withLock { $0 = $0.filter { $0.value.condensedAt >= time } }
    }
}
