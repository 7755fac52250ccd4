import ContextModel
import Files
import Foundation
import TestSupport
import Testing

@Suite struct ChunkFilesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func files(_ options: RecordOptions = RecordOptions()) -> ChunkFiles {
        ChunkFiles(folder: folder["deep/chunks"], options: options)
    }

    @Test(arguments: ["", "a", "Grüße 🙂\n\0", String(repeating: "long ", count: 100_000)])
    func `a record comes back with every field, in another process too`(summary: String) {
        let record = ChunkRecord(1, summary: summary)
        let first = files()
        first.keep(record)
        #expect(first.record(for: record.key) == record)
        #expect(files().record(for: record.key) == record)
        #expect(files(RecordOptions(mapsFiles: true)).record(for: record.key) == record)
    }

    @Test func `records are kept compressed if that is asked for and shorter`() throws {
        let long = ChunkRecord(1, summary: String(repeating: "the same again ", count: 500))
        var short = ChunkRecord(2, summary: "zqx")
        short.strategy = "jkv"
        let (plain, compressing) = (files(), files(RecordOptions(compresses: true)))
        plain.keep(long)
        let size = plain.extent.bytes
        compressing.keep(long)
        #expect(compressing.extent.bytes < size / 10)
        compressing.keep(short)
        for files in [plain, compressing, files(RecordOptions(mapsFiles: true))] {
            #expect(files.record(for: long.key) == long)
            #expect(files.record(for: short.key) == short)
        }
    }

    @Test func `what would fill the memory when restored is damaged`() {
        let files = files(RecordOptions(compresses: true))
        files.keep(ChunkRecord(1, summary: String(repeating: "x", count: 100_000)))
        let small = self.files(RecordOptions(maximumBytes: 50_000))
        #expect(small.record(for: Records.key(1)) == nil)
        #expect(small.counters.damaged == 1)
        let compressing = self.files(RecordOptions(maximumBytes: 50_000, compresses: true))
        compressing.keep(ChunkRecord(1, summary: String(repeating: "x", count: 100_000)))
        #expect(compressing.counters.failures == 1 && compressing.counters.writes == 0)
    }

    @Test func `extreme numbers and times come back`() {
        var record = ChunkRecord(
            1, condensedAt: Duration(secondsComponent: .max / 2, attosecondsComponent: 1))
        record.usedAt = .seconds(-1) - .nanoseconds(1)
        record.summaryTokens = TokenCount(.max)
        record.sourceTokens = TokenCount(.min)
        record.qualityMillionths = -1
        let files = files()
        files.keep(record)
        #expect(files.record(for: record.key) == record)
    }

    @Test func `a record replaces the older one of its key`() {
        let files = files()
        files.keep(ChunkRecord(1, summary: "old"))
        files.keep(ChunkRecord(1, summary: "new"))
        #expect(files.record(for: Records.key(1))?.summary == "new")
        #expect(files.extent.entries == 1)
        #expect(files.counters.writes == 2 && files.counters.removals == 0)
    }

    @Test func `what is not there is a miss`() {
        let files = files()
        #expect(files.record(for: Records.key(1)) == nil)
        files.keep(ChunkRecord(1))
        files.remove(Records.key(1))
        files.remove(Records.key(2))
        #expect(files.record(for: Records.key(1)) == nil)
        #expect(files.extent.entries == 0 && files.extent.bytes == 0)
        var expected = StoreCounters()
        expected.misses = 2
        expected.writes = 1
        #expect(files.counters == expected)
    }

    @Test func `nothing is made before something is kept`() throws {
        #expect(files().record(for: Records.key(1)) == nil)
        #expect(try folder.names() == [])
    }

    @Test func `records made before a time are removed, whoever made them`() {
        let other = files()
        let files = files()
        for number in 0..<6 { other.keep(ChunkRecord(number, condensedAt: .seconds(number))) }
        files.removeAll(condensedBefore: .seconds(4))
        let left = (0..<6).filter { files.record(for: Records.key($0)) != nil }
        #expect(left == [4, 5])
        #expect(files.counters.removals == 4)
        #expect(files.extent.entries == 2)
    }

    @Test func `instances on one folder see each other's records`() {
        let (one, other) = (files(), files())
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
        let stores = [files(), files(RecordOptions(maximumEntries: 6))]
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
