import ContextModel
import Stages
import TestSupport
import Testing

@Suite struct ChunkTableTests {
    @Test func `one of many callers condenses, the others wait, later ones are served`() {
        var table = ChunkTable()
        #expect(table.begin(1) == .mine)
        #expect(table.begin(1) == .inFlight)
        #expect(table.begin(2) == .mine)
        table.finish(1, at: 1)
        var record = ChunkRecord(1, at: .seconds(1))
        record.usedAt = .seconds(5)
        #expect(table.begin(1, at: 5) == .condensed(record))
    }

    @Test func `after a failure the next caller condenses`() {
        var table = ChunkTable()
        _ = table.begin(1)
        table.fail(1)
        #expect(table.begin(1) == .mine)
    }

    @Test func `an expired record stays at hand until its lifetime ends`() {
        var table = ChunkTable()
        table.finish(1)
        #expect(table.begin(1, at: 2_000) == .mine)
        #expect(table.record(for: ContentDigest(number: 1)) == ChunkRecord(1, at: .zero))
        table.clean(at: .seconds(3_600))
        #expect(table.record(for: ContentDigest(number: 1)) == nil)
    }

    @Test func `without skipping each request condenses, one at a time`() {
        var table = ChunkTable(skips: false, store: MemoryStore())
        table.finish(1)
        #expect(table.begin(1) == .mine)
        #expect(table.begin(1) == .inFlight)
    }

    @Test func `a table of no entries holds nothing, and still lets only one condense`() {
        var table = ChunkTable(entries: 0)
        #expect(table.begin(1) == .mine)
        #expect(table.begin(1) == .inFlight)
        table.finish(1)
        #expect(table.begin(1) == .mine)
        #expect(table.statistics(at: .zero).work.rejections == 1)
    }

    @Test func `the chunks of a layout are asked for by slot`() throws {
        var layout = try ChunkLayout(.fixed, size: 2)
        layout.follow(history("U: a / A: b / U: c / A: d"))
        var table = ChunkTable()
        let chunk = layout.chunks[1]
        #expect(table.begin(chunk.key, in: ChunkSlot("talk", chunk.slot), at: .zero) == .mine)
        #expect(table.state(of: chunk, conversation: "talk", at: .zero) == .condensing)
        #expect(table.state(of: layout.chunks[0], conversation: "talk", at: .zero) == .unprocessed)
    }

    @Test func `statistics have the documented names and tell the truth`() {
        var table = ChunkTable(entries: 2)
        for number in 1...3 {
            _ = table.begin(number, slot: number)
            table.finish(number)
        }
        _ = table.begin(3, slot: 3)
        _ = table.begin(1, slot: 1)
        _ = table.begin(1, slot: 1)
        let fields = table.statistics(at: .zero).fields.map { "\($0.name)=\($0.value)" }
        #expect(
            fields == [
                "chunks_cache_size=2", "chunks_cache_bytes=530", "chunk_states.UNPROCESSED=0",
                "chunk_states.CONDENSING=1", "chunk_states.CONDENSED=2", "chunk_states.MODIFIED=0",
                "chunk_states.EXPIRED=0", "chunk_management_available=1", "hits=1", "misses=4",
                "joined=1", "evictions=1", "expirations=0", "rejections=0", "condensations=3",
                "failures=0", "loads=0", "reused=1", "tokens_saved=90",
            ])
    }
}

@Suite struct ChunkTableStoreTests {
    @Test func `what one table condensed another does not condense again`() {
        let store = MemoryStore()
        var first = ChunkTable(store: store)
        for number in 0..<50 where first.begin(number) == .mine { first.finish(number) }
        var second = ChunkTable(store: store)
        for number in 0..<50 { #expect(second.begin(number, at: 10) != .mine) }
        let work = second.statistics(at: .zero).work
        #expect(work.reused == 50 && work.fetched == 50 && work.hits == 0)
        #expect(work.misses == 0 && work.condensations == 0)
    }

    @Test func `asking for states asks the store once a key`() {
        let store = MemoryStore()
        var table = ChunkTable(store: store)
        for _ in 0..<5 { #expect(table.state(1) == .unprocessed) }
        #expect(store.counters.misses == 1)
        ChunkTable.put(2, into: store)
        for _ in 0..<5 { #expect(table.state(2) == .condensed) }
        #expect(store.counters.hits == 1)
    }

    @Test func `a record that comes late is found before it is condensed again`() {
        let store = MemoryStore()
        var table = ChunkTable(store: store)
        #expect(table.state(1) == .unprocessed)
        ChunkTable.put(1, into: store)
        #expect(table.begin(1) == .condensed(ChunkRecord(1, at: .zero)))
    }

    @Test func `a younger record of the store replaces an expired one`() {
        let store = MemoryStore()
        var table = ChunkTable(store: store)
        table.finish(1)
        store.keep(ChunkRecord(1, at: .seconds(1_700)))
        guard case .condensed(let record) = table.begin(1, at: 2_000) else {
            Issue.record("not found")
            return
        }
        #expect(record.condensedAt == .seconds(1_700))
    }

    @Test func `too old is too old in the store, too, and is cleaned there`() {
        let store = MemoryStore()
        ChunkTable.put(1, into: store)
        var table = ChunkTable(store: store)
        #expect(table.state(1, at: 2_000) == .expired)
        #expect(table.begin(1, at: 3_600) == .mine)
        table.clean(at: .seconds(3_600))
        #expect(store.record(for: ContentDigest(number: 1)) != nil)
        table.clean(at: .seconds(3_601))
        #expect(store.record(for: ContentDigest(number: 1)) == nil)
    }

    @Test func `what memory had to give up comes back from the store`() {
        var table = ChunkTable(entries: 1, store: MemoryStore())
        table.finish(1)
        table.finish(2)
        #expect(table.state(1) == .condensed)
        #expect(table.statistics(at: .zero).work.evictions == 2)
    }
}

extension ChunkTable {
    /// Lets another table condense something.
    fileprivate static func put(_ number: Int, into store: MemoryStore) {
        var other = ChunkTable(store: store)
        other.finish(number)
    }
}
