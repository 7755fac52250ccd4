import ContextModel
import Stages
import TestSupport
import Testing

/// The table's memory beside the plainest least-recently-used cache: an array, oldest first.
@Suite struct RecencyTests {
    private func cost(_ length: Int) -> Int { length + "auto".utf8.count + 256 }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `what is held, in which order, is what an array would hold`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let (entries, bytes) = (8, 2_800)
        var table = ChunkTable(entries: entries, bytes: bytes)
        var model: [(key: Int, cost: Int)] = []
        var evictions = 0
        for _ in 0..<400 {
            let key = random.below(14)
            if case .condensed = table.begin(key) {
                let place = model.firstIndex { $0.key == key }
                #expect(place != nil)
                if let place { model.append(model.remove(at: place)) }
            } else {
                let length = random.below(20) == 0 ? 3_000 : random.below(400)
                #expect(!model.contains { $0.key == key })
                table.finish(
                    ChunkRecord(key, at: .zero, summary: String(repeating: "x", count: length)))
                if cost(length) > bytes { continue }
                while model.count >= entries
                    || model.reduce(cost(length), { $0 + $1.cost }) > bytes
                {
                    model.removeFirst()
                    evictions += 1
                }
                model.append((key, cost(length)))
            }
            #expect(table.keysByUse == model.reversed().map { ContentDigest(number: $0.key) })
        }
        let statistics = table.statistics(at: .zero)
        #expect(statistics.bytes == model.reduce(0) { $0 + $1.cost })
        #expect(statistics.work.evictions == evictions && evictions > 50)
    }

    @Test func `what was used stays, what was only looked at goes`() {
        var table = ChunkTable(entries: 2)
        table.finish(1)
        table.finish(2)
        _ = table.begin(1)
        _ = table.state(2)
        table.finish(3)
        #expect(table.keysByUse == [3, 1].map { ContentDigest(number: $0) })
    }

    @Test func `a copy is a table of its own`() {
        var table = ChunkTable(entries: 2)
        table.finish(1)
        let copy = table
        table.finish(2)
        table.finish(3)
        #expect(copy.keysByUse == [ContentDigest(number: 1)])
    }
}
