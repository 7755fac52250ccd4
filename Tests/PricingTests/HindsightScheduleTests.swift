import ContextModel
import Pricing
import TestSupport
import Testing

@Suite struct HindsightScheduleTests {
    /// A recording, what the policy would make of it at each request, and the prices.
    private struct Case {
        var numbers: [Int32] = []
        var schedule: PriceSchedule
        var room = 0
        var counts: [Int] = []
        var contexts: [HindsightSchedule.Context] = []

        static func tokens(_ number: Int32) -> Int { 20 + 13 * Int(number % 9) }

        static let fixed = 40

        init(seed: UInt64) {
            var generator = SplitMix(seed: seed)
            schedule = Self.schedule(&generator)
            room = generator.choose([300, 600, 1_000, 100_000])
            var time = 0
            for request in 0..<(1 + generator.below(10)) {
                for _ in 0..<(1 + generator.below(4)) {
                    numbers.append(Int32(generator.below(5)))
                }
                counts.append(numbers.count)
                time += generator.choose([0, 60, 300, 301])
                let dropped = generator.below(numbers.count)
                let summary = Int32(100 + generator.below(3) * (request % 2))
                let kept = numbers.prefix(generator.below(3)) + [summary]
                let made =
                    generator.below(4) == 0 ? numbers : Array(kept + numbers.dropFirst(dropped))
                contexts.append(Self.context(made, time, Int128(generator.below(3) * 50_000)))
            }
        }

        static func context(
            _ numbers: [Int32], _ time: Int, _ cost: Int128
        ) -> HindsightSchedule.Context {
            let ends = numbers.reduce(into: [Int]()) { $0.append(($0.last ?? fixed) + tokens($1)) }
            let prompt = Prompt(
                numbers: numbers, ends: ends, fixed: fixed, system: 0, time: .seconds(time))
            return .init(prompt, summarizer: Money(picodollars: cost))
        }

        /// Prices that rise above 500 tokens, under any rule.
        static func schedule(_ generator: inout SplitMix) -> PriceSchedule {
            var row = million()
            if generator.below(2) == 0 {
                row.steps = [PriceStep(above: 500, input: row.output, output: row.output)]
            }
            var rule = generator.choose(PriceRule.all)
            rule.minimum = generator.choose([0, 150])
            rule.step = generator.choose([1, 32])
            return PriceSchedule(model: row, rule: rule)
        }

        func least(paid: Money) -> Money {
            var hindsight = HindsightSchedule(
                schedule, room: room,
                recorded: .init(
                    numbers: numbers, tokens: numbers.map(Self.tokens), fixed: Self.fixed))
            for (count, context) in zip(counts, contexts) {
                hindsight.add(
                    count: count, at: context.prompt.time, paid: paid, contexts: [context])
            }
            return hindsight.least
        }

        /// The same by trying all choices, each with all that it would send.
        func leastOfAll() -> Int128 {
            var sequences: [(sent: [Int32], cost: Int128)] = [([], 0)]
            for (request, context) in contexts.enumerated() {
                let start = request == 0 ? 0 : counts[request - 1]
                let new = numbers[start..<counts[request]]
                let waits =
                    request == 0 ? .zero : context.prompt.time - contexts[request - 1].prompt.time
                let isAlive = request > 0 && waits <= schedule.rule.lifetime
                let next = sequences.flatMap { sequence in
                    [
                        (sequence.sent + new, 0),
                        (context.prompt.numbers, context.summarizer.picodollars),
                    ]
                    .map { (sent: [Int32], summary: Int128) in
                        let cost = cost(sent, after: isAlive ? sequence.sent : nil)
                        return (sent: sent, cost: sequence.cost + cost + summary)
                    }
                }
                let fitting = next.filter { total($0.sent) <= room }
                sequences = fitting.isEmpty ? next : fitting
            }
            return sequences.map(\.cost).min() ?? 0
        }

        private func total(_ sent: [Int32]) -> Int {
            sent.reduce(Self.fixed) { $0 + Self.tokens($1) }
        }

        private func cost(_ sent: [Int32], after before: [Int32]?) -> Int128 {
            let same = before.map { zip($0, sent).prefix { $0 == $1 }.map(\.0) }
            let usage = schedule.usage(of: total(sent), cached: same.map(total) ?? 0)
            return schedule.cost(of: usage).picodollars
        }
    }

    @Test func `the least bill is the least of all choices`() {
        for seed in 0..<1_000 {
            let example = Case(seed: UInt64(seed))
            let dear = Money(picodollars: 1 << 60)
            #expect(example.least(paid: dear).picodollars == example.leastOfAll(), "seed \(seed)")
        }
    }

    @Test func `what really happened is allowed as a whole`() {
        let example = Case(seed: 1)
        let least = Int128(example.contexts.count)
        #expect(example.least(paid: Money(picodollars: 1)).picodollars == least)
    }

    @Test func `the best moment to rewrite is found`() {
        // Ten messages of 100 tokens come at each of six requests; a summary leaves 100 of them
        // all.
        let schedule = schedule(.anthropicFiveMinutes)
        let numbers = Array(0..<60 as Range<Int32>)
        var hindsight = HindsightSchedule(
            schedule, room: .max,
            recorded: .init(numbers: numbers, tokens: numbers.map { _ in 100 }, fixed: 0))
        for request in 1...6 {
            let made = HindsightSchedule.Context(
                prompt([Int32(100 + request)], at: 30 * request),
                summarizer: Money(picodollars: 2_000_000_000))
            hindsight.add(
                count: 10 * request, at: .seconds(30 * request),
                paid: Money(picodollars: 1 << 60), contexts: [made])
        }
        // The fourth: 3,000 tokens are written and 3,000 read before it; then 100 written, and
        // 1,000 twice, while 100 and 1,100 are read. Never rewriting costs $0.009, rewriting at the
        // third or the fifth request $0.008805 or $0.008985.
        let tokens = 5_100 * 1_250_000 + 4_200 * 100_000
        #expect(hindsight.least.picodollars == Int128(tokens + 2_000_000_000))
    }

    @Test func `a price step is worth a rewrite`() throws {
        let haiku = PriceSchedule(
            standardOf: try PriceTable.shipped.price(of: "claude-haiku-5-5"))
        var hindsight = HindsightSchedule(
            haiku, room: .max,
            recorded: .init(numbers: [0, 1], tokens: [99_000, 2_000], fixed: 0))
        let paid = Money(picodollars: 1 << 60)
        hindsight.add(count: 1, at: .zero, paid: paid, contexts: [])
        let first = Int128(99_000 * 125_000)
        #expect(hindsight.least.picodollars == first)
        let short = HindsightSchedule.Context(prompt([9], each: 10_000))
        hindsight.add(count: 2, at: .zero, paid: paid, contexts: [short])
        // Appending: 99,000 found at 0.05 and 2,000 written at 0.625, $0.0062; rewriting: $0.00125.
        #expect(hindsight.least.picodollars == first + 10_000 * 125_000)
    }

    @Test func `a recording that goes back goes on from there`() {
        func least(made: Int?) -> Int128 {
            var hindsight = HindsightSchedule(
                schedule(.openAI), room: made == nil ? .max : 200,
                recorded: .init(numbers: [0, 1, 2], tokens: [100, 100, 100], fixed: 50))
            for (request, count) in [3, 1, 2].enumerated() {
                let contexts = request == made ? [HindsightSchedule.Context(prompt([9]))] : []
                hindsight.add(
                    count: count, at: .zero, paid: Money(picodollars: 1 << 60), contexts: contexts)
            }
            return hindsight.least.picodollars
        }
        // 350 uncached; 150 found; 150 found and 100 uncached.
        #expect(least(made: nil) == 450 * 1_000_000 + 300 * 100_000)
        // 350 are too long, so 100 are sent; then the recording again, as if nothing had been made.
        #expect(least(made: 0) == 200 * 1_000_000 + 300 * 100_000)
    }
}
