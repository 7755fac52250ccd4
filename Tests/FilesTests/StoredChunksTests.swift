import ContextModel
import Files
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct StoredChunksTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func chunks(_ options: RecordOptions = RecordOptions()) -> StoredChunks {
        folder.chunks(options, in: "deep/cache")
    }

    private func values<Value: DatabaseValueConvertible>(_ sql: String) throws -> [Value] {
        try folder.values(sql, in: "deep/cache/records.sqlite")
    }

    @Test(arguments: ["", "a", "Grüße 🙂\n\0", String(repeating: "long ", count: 100_000)])
    func `a record comes back with every field, in another process too`(summary: String) {
        let record = ChunkRecord(1, summary: summary)
        let first = chunks()
        first.keep(record)
        #expect(first.record(for: record.key) == record)
        #expect(chunks().record(for: record.key) == record)
        #expect(chunks(RecordOptions(mapsFile: true)).record(for: record.key) == record)
    }

    @Test func `records are kept compressed if that is asked for and shorter`() throws {
        let long = ChunkRecord(1, summary: String(repeating: "the same again ", count: 500))
        var short = ChunkRecord(2, summary: "zqx")
        short.strategy = "jkv"
        let (plain, compressing) = (chunks(), chunks(RecordOptions(compresses: true)))
        for (store, isCompressing) in [(plain, false), (compressing, true)] {
            store.keep(long)
            store.keep(short)
            let sizes: [Int] = try values("SELECT length(content) FROM record ORDER BY last_use")
            #expect((sizes[0] < 750) == (isCompressing))
            #expect(sizes[1] < 100)
        }
        for store in [plain, compressing, chunks(RecordOptions(mapsFile: true))] {
            #expect(store.record(for: long.key) == long)
            #expect(store.record(for: short.key) == short)
        }
    }

    @Test func `what would fill the memory when restored is damaged`() {
        let large = ChunkRecord(1, summary: String(repeating: "x", count: 100_000))
        chunks(RecordOptions(compresses: true)).keep(large)
        let small = chunks(RecordOptions(maximumBytes: 50_000, compresses: true))
        #expect(small.record(for: Records.key(1)) == nil)
        #expect(small.counters.damaged == 1)
        small.keep(large)
        #expect(small.counters.failures == 1 && small.counters.writes == 0)
    }

    @Test func `extreme numbers and times come back`() {
        var record = ChunkRecord(
            1, condensedAt: Duration(secondsComponent: .max / 2, attosecondsComponent: 1))
        record.usedAt = .seconds(-1) - .nanoseconds(1)
        record.summaryTokens = TokenCount(.max)
        record.sourceTokens = TokenCount(.min)
        record.quality = Share(millionths: -1)
        let chunks = chunks()
        chunks.keep(record)
        #expect(chunks.record(for: record.key) == record)
    }

    @Test func `a record replaces the older one of its key`() throws {
        let chunks = chunks()
        chunks.keep(ChunkRecord(1, summary: "old"))
        chunks.keep(ChunkRecord(1, summary: "new"))
        #expect(chunks.record(for: Records.key(1))?.summary == "new")
        #expect(try values("SELECT entries FROM total WHERE kind = 1") == [1])
        #expect(chunks.counters.writes == 2 && chunks.counters.removals == 0)
    }

    @Test func `what is not there is a miss`() throws {
        let chunks = chunks()
        #expect(chunks.record(for: Records.key(1)) == nil)
        chunks.keep(ChunkRecord(1))
        chunks.remove(Records.key(1))
        chunks.remove(Records.key(2))
        #expect(chunks.record(for: Records.key(1)) == nil)
        #expect(try values("SELECT entries + bytes FROM total") == [0, 0])
        var expected = StoreCounters()
        expected.misses = 2
        expected.writes = 1
        #expect(chunks.counters == expected)
    }

    @Test func `nothing is made before something is kept`() throws {
        let chunks = chunks()
        #expect(chunks.record(for: Records.key(1)) == nil)
        chunks.remove(Records.key(1))
        chunks.removeAll(condensedBefore: .seconds(9))
        #expect(try folder.names() == [])
        #expect(chunks.counters.misses == 1 && chunks.counters.failures == 0)
    }

    @Test func `records made before a time are removed, whoever made them`() {
        let other = chunks()
        let chunks = chunks()
        for number in 0..<6 { other.keep(ChunkRecord(number, condensedAt: .seconds(number))) }
        chunks.removeAll(condensedBefore: .seconds(4))
        let left = (0..<6).filter { chunks.record(for: Records.key($0)) != nil }
        #expect(left == [4, 5])
        #expect(chunks.counters.removals == 4)
    }

    @Test func `instances on one folder see each other's records`() {
        let (one, other) = (chunks(), chunks())
        for number in 0..<20 { (number % 2 == 0 ? one : other).keep(ChunkRecord(number)) }
        one.keep(ChunkRecord(3, summary: "newer"))
        for number in 0..<20 {
            #expect(one.record(for: Records.key(number)) != nil)
            #expect(other.record(for: Records.key(number)) == one.record(for: Records.key(number)))
        }
        other.remove(Records.key(4))
        #expect(one.record(for: Records.key(4)) == nil)
    }

    @Test func `many threads on one folder find whole records only`() async {
        let stores = [chunks(), chunks(RecordOptions(maximumEntries: 6))]
        await withTaskGroup { group in
            for task in 0..<4 {
                group.addTask {
                    var generator = SplitMix(seed: UInt64(task))
                    for _ in 0..<40 {
                        let number = Int.random(in: 0..<10, using: &generator)
                        let store = stores[Int.random(in: 0..<2, using: &generator)]
                        store.keep(ChunkRecord(number, summary: "\(number) by \(task)"))
                        let found = store.record(for: Records.key(number))
                        #expect(found?.summary.hasPrefix("\(number) by ") != false)
                    }
                }
            }
        }
        for store in stores { #expect(store.counters.damaged + store.counters.failures == 0) }
    }
}
