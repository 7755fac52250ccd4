import ContextModel
import Pricing
import TestSupport
import Testing

/// A prompt of messages of 100 tokens each, after tools of as many as are stated.
func prompt(
    _ numbers: [Int32], fixed: Int = 0, system: Int = 0, at seconds: Int = 0, each: Int = 100
) -> Prompt {
    Prompt(
        numbers: numbers, ends: numbers.indices.map { fixed + ($0 + 1) * each }, fixed: fixed,
        system: system, time: .seconds(seconds))
}

/// Prices under a rule whose minimum and step are as stated, so that small prompts show it.
func schedule(_ rule: PriceRule, minimum: Int = 0, step: Int = 1) -> PriceSchedule {
    var rule = rule
    rule.minimum = minimum
    rule.step = step
    return PriceSchedule(model: million(), rule: rule)
}

/// A model whose tokens cost $1 and $5 a million; without a rule of its own.
func million() -> ModelPrice {
    guard let input = TokenPrice(picodollars: 1_000_000),
        let output = TokenPrice(picodollars: 5_000_000)
    else { preconditionFailure("prices in range") }
    return ModelPrice("m", input: input, output: output, date: "d", source: "s")
}

@Suite struct PromptCacheTests {
    @Test(arguments: [PriceRule.anthropicFiveMinutes, .openAI, .gemini, .deepSeek])
    func `all prefixes alive are found, not only the last request's`(rule: PriceRule) {
        var cache = PromptCache(schedule(rule))
        let (first, other) = (prompt([1, 2, 3]), prompt([7, 8]))
        #expect(cache.send(first).read == 0)
        #expect(cache.send(other).read == 0)
        #expect(cache.send(first).read == 300)
        #expect(cache.send(prompt([7, 8, 9])).read == 200)
    }

    @Test func `a prefix lives to the end of its lifetime, and reads refresh it`() {
        func reads(_ times: [Int]) -> [Int] {
            var cache = PromptCache(schedule(.anthropicFiveMinutes))
            return times.map { cache.send(prompt([1, 2], at: $0)).read }
        }
        #expect(reads([0, 300]) == [0, 200])
        #expect(reads([0, 301]) == [0, 0])
        #expect(reads([0, 200, 400, 700]) == [0, 200, 200, 200])
        #expect(reads([0, 200, 501, 601]) == [0, 200, 0, 200])
    }

    @Test func `where reads refresh nothing, the lifetime runs from the write`() {
        var cache = PromptCache(schedule(.openAIExplicit))
        let uses = [0, 1_000, 1_800, 1_801, 2_000].map { cache.send(prompt([1, 2], at: $0)) }
        #expect(uses.map(\.read) == [0, 200, 200, 0, 200])
        #expect(uses.map(\.written) == [200, 0, 0, 200, 0])
    }

    @Test func `a marker looks back over 20 places, then only the static prefix is found`() {
        func read(appended: Int32, rule: PriceRule) -> Int {
            var cache = PromptCache(schedule(rule))
            let long = Array(1...40 as ClosedRange<Int32>)
            _ = cache.send(prompt(long, fixed: 1_000, system: 1))
            // Another request between the two, so that the common end is not marked.
            _ = cache.send(prompt([1, 99], fixed: 1_000, system: 1))
            let next = prompt(long + (100..<100 + appended), fixed: 1_000, system: 1)
            return cache.send(next).read
        }
        #expect(read(appended: 19, rule: .anthropicFiveMinutes) == 5_000)
        #expect(read(appended: 20, rule: .anthropicFiveMinutes) == 1_100)
        #expect(read(appended: 20, rule: .openAIExplicit) == 5_000)
        #expect(read(appended: 20, rule: .openAI) == 5_000)
    }

    @Test func `between markers nothing is found; an automatic cache finds all in common`() {
        func read(_ rule: PriceRule) -> [Int] {
            var cache = PromptCache(schedule(rule))
            let prompts: [[Int32]] = [[1, 2, 3, 4], [1, 2, 3, 5], [1, 2, 3, 6], [1, 2, 7]]
            return prompts.map { cache.send(prompt($0, system: 1)).read }
        }
        // The second request marks the common end behind 3, which the third finds.
        #expect(read(.anthropicFiveMinutes) == [0, 100, 300, 100])
        #expect(read(.openAI) == [0, 300, 300, 200])
        // As documented: where two requests part becomes a unit, for a third one.
        #expect(read(.deepSeek) == [0, 0, 300, 0])
        #expect(read(.none) == [0, 0, 0, 0])
    }

    @Test func `other tools end all prefixes`() {
        for rule in PriceRule.all {
            var cache = PromptCache(schedule(rule))
            _ = cache.send(prompt([1, 2], fixed: 500))
            #expect(cache.send(prompt([1, 2], fixed: 600)).read == 0)
            #expect(cache.send(prompt([1, 2], fixed: 500)).read == (rule == .none ? 0 : 700))
        }
    }

    @Test func `below the minimum nothing is written or found`() {
        var cache = PromptCache(schedule(.anthropicFiveMinutes, minimum: 300))
        #expect(cache.send(prompt([1, 2])) == PromptUsage(uncached: 200))
        #expect(cache.send(prompt([1, 2, 3])) == PromptUsage(written: 300))
        #expect(cache.send(prompt([1, 2, 3, 4])) == PromptUsage(read: 300, written: 100))
        #expect(cache.send(prompt([1, 2])) == PromptUsage(uncached: 200))
    }

    @Test func `few markers mark the newest message first`() {
        var rule = PriceRule.anthropicFiveMinutes
        rule.match = .markers(lookBack: 20, most: 1)
        var cache = PromptCache(schedule(rule))
        _ = cache.send(prompt([1, 2], system: 1))
        #expect(cache.send(prompt([1, 3], system: 1)).read == 0)
        #expect(cache.send(prompt([1, 2, 4], system: 1)).read == 200)
    }

    @Test func `a cache that is full forgets the oldest requests, never the newest`() {
        var cache = PromptCache(schedule(.openAI), bound: 100)
        var reads: [Int] = []
        for start in Int32(0)..<20 {
            let numbers = Array(start * 100..<start * 100 + 20)
            reads.append(cache.send(prompt(numbers)).read)
            reads.append(cache.send(prompt(numbers + [9_999])).read)
        }
        #expect(reads == (0..<20).flatMap { _ in [0, 2_000] })
        #expect(cache.send(prompt(Array(0..<20))).read == 0)
        #expect(cache.send(prompt(Array(1_900..<1_920))).read == 2_000)
    }
}
