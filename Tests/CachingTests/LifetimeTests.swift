import Caching
import Testing

@Suite struct LifetimeTests {
    @Test func `an entry is served until its lifetime is over`() {
        var cache = NumberCache(.init(entries: 4, bytes: 100, lifetime: .seconds(300)))
        cache.insert(1, for: NumberKey(1), cost: 1, at: .seconds(10))
        #expect(cache.value(for: NumberKey(1), at: .milliseconds(309_999)) == 1)
        #expect(cache.value(for: NumberKey(1), at: .seconds(310)) == nil)
        #expect(cache.count == 0)
        #expect(cache.counters.expirations == 1)
        #expect(cache.counters.bytes == 0)
    }

    @Test func `being served does not lengthen a life, being stored again does`() {
        var cache = NumberCache(.init(entries: 4, bytes: 100, lifetime: .seconds(10)))
        cache.insert(1, for: NumberKey(1), cost: 1, at: .zero)
        _ = cache.value(for: NumberKey(1), at: .seconds(9))
        #expect(cache.value(for: NumberKey(1), at: .seconds(10)) == nil)
        cache.insert(1, for: NumberKey(1), cost: 1, at: .seconds(10))
        cache.insert(2, for: NumberKey(1), cost: 1, at: .seconds(15))
        #expect(cache.value(for: NumberKey(1), at: .seconds(24)) == 2)
    }

    @Test func `an expired entry gives way however often it was asked for`() {
        var cache = NumberCache(.init(entries: 1, bytes: 100, lifetime: .seconds(10)))
        for second in 0..<5 {
            if cache.value(for: NumberKey(1), at: .seconds(second)) == nil {
                cache.insert(1, for: NumberKey(1), cost: 1, at: .seconds(second))
            }
        }
        #expect(cache.insert(2, for: NumberKey(2), cost: 1, at: .seconds(9)) == false)
        #expect(cache.insert(2, for: NumberKey(2), cost: 1, at: .seconds(10)) == true)
        #expect(cache.counters.expirations == 1)
        #expect(cache.counters.evictions == 0)
    }

    @Test func `a copy is a cache of its own`() {
        var cache = NumberCache(.init(entries: 4, bytes: 100))
        cache.insert(1, for: NumberKey(1), cost: 1)
        var copy = cache
        copy.insert(2, for: NumberKey(2), cost: 1)
        copy.insert(10, for: NumberKey(1), cost: 1)
        #expect(cache.value(for: NumberKey(1)) == 1)
        #expect(cache.value(for: NumberKey(2)) == nil)
        #expect(copy.value(for: NumberKey(1)) == 10)
        #expect(copy.counters.hits == 1)
    }

    @Test func `emptying keeps the counters and gives the room back`() {
        var cache = NumberCache(.init(entries: 4, bytes: 4))
        cache.use(0..<4)
        cache.removeAll()
        #expect(cache.count == 0)
        #expect(cache.counters.bytes == 0)
        #expect(cache.counters.insertions == 4)
        cache.use(10..<14)
        #expect(cache.count == 4)
    }

    @Test func `a hit ratio needs a look-up`() {
        var cache = NumberCache(.init(entries: 4, bytes: 4))
        #expect(cache.counters.hitRatio == nil)
        cache.use([1, 1, 1, 1])
        #expect(cache.counters.hitRatio == 0.75)
    }
}
