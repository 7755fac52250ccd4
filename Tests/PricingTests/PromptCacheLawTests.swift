import Pricing
import TestSupport
import Testing

/// What must hold of any requests, and a second simulation that keeps lists of prefixes and no
/// tree.
@Suite struct PromptCacheLawTests {
    /// Random requests: most append, some go back, some rewrite; sometimes the tools change.
    private func requests(_ generator: inout SplitMix) -> [Prompt] {
        var (numbers, time, fixed): ([Int32], Int, Int) = ([], 0, 300)
        return (0..<(2 + generator.below(12))).map { _ in
            switch generator.below(8) {
            case 0: numbers.removeLast(generator.below(numbers.count + 1))
            case 1: numbers = numbers.prefix(2) + [Int32(50 + generator.below(3))]
            case 2 where generator.below(4) == 0: fixed = 700 - fixed
            default: break
            }
            for _ in 0..<(1 + generator.below(6)) { numbers.append(Int32(generator.below(4))) }
            time += generator.choose([0, 30, 100, 300, 301, 1_800, 3_601])
            // Equal messages have equal tokens.
            let ends = numbers.reduce(into: [Int]()) {
                $0.append(($0.last ?? fixed) + 37 + 61 * Int($1 % 7))
            }
            return Prompt(
                numbers: numbers, ends: ends, fixed: fixed,
                system: min(numbers.count, generator.below(3)), time: .seconds(time))
        }
    }

    @Test(arguments: PriceRule.all)
    func `each token counts once, as a second simulation has it`(rule: PriceRule) {
        var reads = 0
        for seed in 0..<2_000 {
            var generator = SplitMix(seed: UInt64(seed))
            let schedule = schedule(
                rule, minimum: generator.choose([0, 400, 1_024]),
                step: generator.choose([1, 64, 128]))
            var cache = PromptCache(schedule)
            var lists = ListCache(schedule.rule)
            for prompt in requests(&generator) {
                let usage = cache.send(prompt)
                #expect(usage.total == prompt.total)
                #expect(usage == lists.send(prompt), "\(rule.name), seed \(seed)")
                reads += usage.read
            }
        }
        #expect((reads > 0) == (rule.match != .never))
    }

    @Test func `what an append-only conversation reads is what it had read and written before`() {
        for seed in 0..<200 {
            var generator = SplitMix(seed: UInt64(seed))
            var cache = PromptCache(schedule(.anthropicFiveMinutes, minimum: 500))
            var numbers: [Int32] = []
            var before = PromptUsage()
            for turn in 0..<40 {
                for _ in 0..<(1 + generator.below(30)) { numbers.append(Int32(numbers.count)) }
                let usage = cache.send(prompt(numbers, system: 1, at: turn * 300))
                #expect(usage.read == before.read + before.written)
                #expect(usage.uncached == (numbers.count < 5 ? numbers.count * 100 : 0))
                before = usage
            }
        }
    }
}

/// The cache as lists: every prefix that was sent or kept, with the time it was last.
private struct ListCache {
    private let rule: PriceRule
    private var sent: [[Int32]: Duration] = [:]
    private var kept: [[Int32]: Duration] = [:]
    private var last: [Int32] = []

    init(_ rule: PriceRule) { self.rule = rule }

    mutating func send(_ prompt: Prompt) -> PromptUsage {
        // The tools as the first message, so that a prefix is a list of numbers.
        let all = [Int32(prompt.fixed)] + prompt.numbers
        let tokens = [prompt.fixed] + prompt.ends
        let seen = longest(all, 1...all.count, sent, prompt.time)
        let common = zip(all, last).prefix { $0 == $1 }.count
        var found: Int?
        var keeps: [Int] = []
        switch rule.match {
        case .never: break
        case .longestPrefix: found = seen
        case .units:
            found = longest(all, 1...all.count, kept, prompt.time)
            keeps = [seen ?? 1, all.count]
        case .markers(let lookBack, _):
            let markers = [prompt.system + 1, max(common, 1), all.count]
            keeps = markers.filter { tokens[$0 - 1] >= max(rule.minimum, 1) }
            found = keeps.compactMap {
                longest(all, max($0 - (lookBack ?? 1_000) + 1, 1)...$0, kept, prompt.time)
            }.max()
        }
        for count in Set(keeps + (found.map { [$0] } ?? [])) {
            let prefix = Array(all.prefix(count))
            let isAlive = kept[prefix].map { prompt.time - $0 <= rule.lifetime } ?? false
            if rule.refreshesOnRead || !isAlive { kept[prefix] = prompt.time }
        }
        for count in 1...all.count { sent[Array(all.prefix(count))] = prompt.time }
        last = all
        return usage(tokens[all.count - 1], cached: found.map { tokens[$0 - 1] } ?? 0)
    }

    private func longest(
        _ all: [Int32], _ counts: ClosedRange<Int>, _ prefixes: [[Int32]: Duration],
        _ time: Duration
    ) -> Int? {
        counts.last { count in
            prefixes[Array(all.prefix(count))].map { time - $0 <= rule.lifetime } ?? false
        }
    }

    private func usage(_ total: Int, cached: Int) -> PromptUsage {
        let read = cached >= rule.minimum ? cached - cached % rule.step : 0
        return rule.write != nil && total >= rule.minimum
            ? PromptUsage(read: read, written: total - read)
            : PromptUsage(uncached: total - read, read: read)
    }
}
