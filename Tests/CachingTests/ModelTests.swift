import Caching
import TestSupport
import Testing

/// The cache beside the plainest thing that could do its job: an array of all that was ever stored.
@Suite struct ModelTests {
    private struct Stored {
        let key: Int
        let value: Int
        let cost: Int
        let time: Int
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `what is served was stored last under that key and is not too old`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let lifetime = seed.isMultiple(of: 2) ? 50 : nil
        var cache = NumberCache(
            .init(entries: 16, bytes: 200, lifetime: lifetime.map { .seconds($0) }))
        var model: [Stored] = []
        for time in 0..<1_500 {
            let key = Int.random(in: 0..<40, using: &random)
            let now = Duration.seconds(time)
            if Bool.random(using: &random) {
                let cost = Int.random(in: 0..<30, using: &random)
                model.removeAll { $0.key == key }
                let isHeld = cache.insert(time, for: NumberKey(key), cost: cost, at: now)
                if isHeld {
                    model.append(Stored(key: key, value: time, cost: cost, time: time))
                }
            } else if let value = cache.value(for: NumberKey(key), at: now) {
                let stored = model.first { $0.key == key }
                #expect(stored?.value == value)
                #expect(time - (stored?.time ?? time) < lifetime ?? .max)
            } else {
                model.removeAll { $0.key == key }
            }
            #expect(cache.count <= 16 && cache.counters.bytes <= 200)
        }
        #expect(cache.counters.hits > 50)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `the byte counter is the sum over what is held`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var cache = NumberCache(.init(entries: 20, bytes: 300))
        var costs: [Int: Int] = [:]
        for _ in 0..<600 {
            let key = Int.random(in: 0..<50, using: &random)
            if cache.value(for: NumberKey(key)) == nil {
                costs[key] = Int.random(in: 0..<60, using: &random)
                cache.insert(key, for: NumberKey(key), cost: costs[key] ?? 0)
            }
        }
        let held = (0..<50).filter { cache.value(for: NumberKey($0)) != nil }
        #expect(held.count == cache.count)
        #expect(held.reduce(0) { $0 + (costs[$1] ?? 0) } == cache.counters.bytes)
        #expect(cache.counters.peakBytes <= 300)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `every look-up and every offer is counted once`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var cache = NumberCache(.init(entries: 10, bytes: 1_000))
        var lookUps = 0
        var offers = 0
        for _ in 0..<500 {
            let key = NumberKey(Int.random(in: 0..<30, using: &random))
            lookUps += 1
            if cache.value(for: key) == nil {
                offers += 1
                cache.insert(0, for: key, cost: 7)
            }
        }
        let counters = cache.counters
        #expect(counters.hits + counters.misses == lookUps)
        #expect(counters.insertions + counters.rejections == offers)
        #expect(counters.insertions - counters.evictions == cache.count)
    }
}
