import ContextModel
import Pricing
import Testing

@Suite struct PriceScheduleTests {
    private func schedule(_ model: String, _ rule: String? = nil) throws -> PriceSchedule {
        let row = try PriceTable.shipped.price(of: model)
        guard let rule else { return PriceSchedule(standardOf: row) }
        return PriceSchedule(model: row, rule: try .named(rule))
    }

    @Test func `above a step the whole prompt is dearer`() throws {
        let haiku = try schedule("claude-haiku-5-5")
        func cost(_ tokens: Int) -> String { "\(haiku.cost(of: PromptUsage(uncached: tokens)))" }
        #expect(cost(99_000) == "$0.009900000")
        #expect(cost(100_000) == "$0.010000000")
        #expect(cost(101_000) == "$0.050500000")
        let found = PromptUsage(read: 90_000, written: 11_000)
        #expect(haiku.cost(of: found).nanodollars == 90_000 * 50 + 11_000 * 625)
        #expect(haiku.output(1_000, prompt: 100_000).nanodollars == 500_000)
        #expect(haiku.output(1_000, prompt: 100_001).nanodollars == 2_500_000)
        let gemini = try schedule("gemini-2.5-pro")
        #expect(gemini.cost(of: PromptUsage(uncached: 200_001)).nanodollars == 200_001 * 2_500)
        let gpt = try schedule("gpt-5.4")
        #expect(gpt.cost(of: PromptUsage(read: 272_001)).nanodollars == 272_001 * 500)
        #expect(gpt.output(10, prompt: 272_001).nanodollars == 10 * 22_500)
    }

    @Test func `a recorded bill of Claude Code comes out to the digit`() throws {
        let sonnet = try schedule("claude-sonnet-4-5")
        let prompt = sonnet.cost(of: PromptUsage(uncached: 10, written: 2_000))
        #expect("\(prompt + sonnet.output(3, prompt: 2_010))" == "$0.007575000")
    }

    /// The price of writing a token over that of finding it, less one, in tenths: how many later
    /// requests repay moving one token once.
    @Test(arguments: [
        ("claude-sonnet-4-5", nil, 115), ("claude-sonnet-4-5", "anthropic-1h", 190),
        ("claude-sonnet-5-5", nil, 240), ("gpt-6.1-sol", nil, 240), ("claude-opus-5-5", nil, 240),
        ("claude-fable-5-1", nil, 490), ("deepseek-v4-flash", nil, 490), ("gpt-5.1", nil, 90),
        ("gemini-2.5-pro", nil, 90),
    ])
    func `what moving a token costs is as worked out`(model: String, rule: String?, tenths: Int)
        throws
    {
        let schedule = try schedule(model, rule)
        func cost(_ usage: PromptUsage) -> Int { schedule.cost(of: usage).nanodollars }
        let anew = cost(schedule.usage(of: 100_000, cached: 0))
        let read = cost(PromptUsage(read: 100_000))
        #expect(10 * (anew - read) == tenths * read)
    }

    @Test func `a compaction of 150,000 tokens to 30,000 is repaid as worked out`() throws {
        let sonnet = try schedule("claude-sonnet-4-5")
        func read(_ tokens: Int) -> Int128 {
            sonnet.cost(of: PromptUsage(read: tokens)).picodollars
        }
        let written = sonnet.cost(of: PromptUsage(written: 10_000)).picodollars
        let summary = read(150_000) + sonnet.output(3_500, prompt: 150_000).picodollars
        let once = summary + written - read(10_000)
        #expect(once == 132_000_000_000)
        // 3.7 turns, as the paper has it.
        #expect((once * 10 + read(60_000)) / read(120_000) == 37)
    }

    @Test func `under its own rule a row's figures hold, under another's its multipliers`() throws {
        let own = try schedule("claude-sonnet-5-5")
        #expect(own.rule.minimum == 512 && own.rule.lifetime == .seconds(300))
        #expect(own.cost(of: PromptUsage(read: 1_000)).nanodollars == 100_000)
        let hour = try schedule("claude-sonnet-5-5", "anthropic-1h")
        #expect(hour.rule.minimum == 512 && hour.rule.lifetime == .seconds(3_600))
        #expect(hour.cost(of: PromptUsage(read: 1_000)).nanodollars == 100_000)
        #expect(hour.cost(of: PromptUsage(written: 1_000)).nanodollars == 4_000_000)
        let other = try schedule("claude-sonnet-5-5", "openai")
        #expect(other.rule.minimum == 1_024 && other.rule.step == 128)
        #expect(other.cost(of: PromptUsage(read: 1_000)).nanodollars == 200_000)
        #expect(other.usage(of: 5_000, cached: 0) == PromptUsage(uncached: 5_000))
        let none = try schedule("claude-sonnet-5-5", "none")
        #expect(none.usage(of: 5_000, cached: 0) == PromptUsage(uncached: 5_000))
        let explicit = try schedule("gpt-4o", "openai-explicit")
        #expect(explicit.cost(of: PromptUsage(written: 1_000)).nanodollars == 3_125_000)
    }

    @Test func `a multiplier of a price rounds up to a whole picodollar`() throws {
        let price = try #require(TokenPrice(picodollars: 1))
        let row = ModelPrice("m", input: price, output: price, date: "d", source: "s")
        let schedule = PriceSchedule(model: row, rule: .anthropicFiveMinutes)
        #expect(schedule.cost(of: PromptUsage(read: 10)).picodollars == 10)
        #expect(schedule.cost(of: PromptUsage(written: 10)).picodollars == 20)
    }

    @Test func `found tokens are cut to the step, and nothing is found below the minimum`() throws {
        let gpt = try schedule("gpt-4o")
        #expect(gpt.usage(of: 2_000, cached: 1_023) == PromptUsage(uncached: 2_000))
        #expect(gpt.usage(of: 2_000, cached: 1_024) == PromptUsage(uncached: 976, read: 1_024))
        #expect(gpt.usage(of: 2_000, cached: 1_151) == PromptUsage(uncached: 976, read: 1_024))
        #expect(try schedule("gpt-5.4").usage(of: 2_000, cached: 1_999).read == 1_536)
        #expect(
            try schedule("gpt-5.6-sol").usage(of: 2_100, cached: 2_047)
                == PromptUsage(read: 1_024, written: 1_076))
        let haiku = try schedule("claude-haiku-4-5")
        #expect(haiku.usage(of: 4_095, cached: 0) == PromptUsage(uncached: 4_095))
        #expect(haiku.usage(of: 4_096, cached: 0) == PromptUsage(written: 4_096))
    }

    @Test func `each shipped row has the rule of its provider`() throws {
        for row in PriceTable.shipped.rows {
            let rule = PriceSchedule.standardRule(of: row)
            let provider = ["claude": "anthropic", "gpt": "openai", "qwen3": "none"]
            let family = String(row.model.prefix { $0 != "-" })
            // glm-4.6 names no rule: its read price alone makes it an automatic cache.
            #expect(rule.provider == provider[family] ?? (family == "glm" ? "openai" : family))
            #expect((row.cacheWrite == nil) == (rule.write == nil))
            for step in row.steps {
                #expect(step.input > row.input && step.output > row.output)
                #expect((step.cacheWrite == nil) == (row.cacheWrite == nil))
                #expect((step.cacheRead == nil) == (row.cacheRead == nil))
            }
        }
    }

    @Test func `a rule has a name of its own, and other names are refused with all`() throws {
        #expect(Set(PriceRule.all.map(\.name)).count == 7)
        for rule in PriceRule.all { #expect(try PriceRule.named(rule.name) == rule) }
        let error = #expect(throws: PriceError.unknownRule("anthropic")) {
            try PriceRule.named("anthropic")
        }
        #expect(
            error?.description.contains("'anthropic' is unknown; there are anthropic-5m,") == true)
    }
}

extension TokenPrice {
    fileprivate static func > (left: Self, right: Self) -> Bool {
        left.picodollars > right.picodollars
    }
}
