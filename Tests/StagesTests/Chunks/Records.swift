import ContextModel
import Stages
import TestSupport

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
            sourceTokens: TokenCount(100), quality: Share(millionths: 900_000), strategy: "auto",
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
