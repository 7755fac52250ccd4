import ContextModel
import Pricing
import StrictJSON
import Testing

@Suite struct PriceTableTests {
    private func table(_ rows: String, head: String = #""date":"2026-01","source":"me","#) throws
        -> PriceTable
    { try PriceTable(parsing: "{\"version\":1,\(head)\"prices\":[\(rows)]}") }

    @Test func `money is exact and rounds once, to the nanodollar`() throws {
        let price = try #require(TokenPrice(dollarsPerMillion: "0.0005"))
        #expect(price.picodollars == 500)
        #expect((TokenCount(1) * price).nanodollars == 1)
        #expect((TokenCount(3) * price).nanodollars == 2)
        #expect((TokenCount(3) * price + TokenCount(3) * price).nanodollars == 3)
        #expect("\(TokenCount(1_000_000_000_000) * TokenPrice.most)" == "$10000000000.000000000")
        #expect("\(Money(picodollars: -1_500))" == "-$0.000000002")
    }

    @Test(arguments: [
        ("2.50", 2_500_000), ("10", 10_000_000), ("0.028", 28_000), ("2.8e-2", 28_000),
        ("1E1", 10_000_000), ("0", 0), ("0.000001", 1), ("1.250000000", 1_250_000),
    ])
    func `a decimal is read exactly`(text: String, picodollars: Int) {
        #expect(TokenPrice(dollarsPerMillion: text)?.picodollars == picodollars)
    }

    @Test(arguments: [
        "0.0000001", "-1", "", ".5", "1.", "10000.000001", "1e99", "1e", "x", "1e999",
    ])
    func `a price that is none, too fine or too high is refused`(text: String) {
        #expect(TokenPrice(dollarsPerMillion: text) == nil)
    }

    @Test func `the same price a token and a million tokens is the same price`() {
        #expect(
            TokenPrice(dollarsPerToken: "7.5e-08") == TokenPrice(dollarsPerMillion: "0.075"))
        #expect(TokenPrice(dollarsPerMillion: "0.075")?.dollarsPerMillion == "0.075")
    }

    @Test func `the shipped table reads, says its date and source, and reads back`() throws {
        let shipped = PriceTable.shipped
        #expect(shipped.rows.count == 42)
        #expect(shipped.rows.allSatisfy { $0.date == "2026-11" && $0.source.contains("LiteLLM") })
        #expect(try PriceTable(parsing: shipped.text) == shipped)
        let haiku = try shipped.price(of: "claude-haiku-4-5")
        #expect(haiku.cacheRead?.dollarsPerMillion == "0.1")
        #expect(haiku.contextLimit == 200_000 && haiku.lifetimeSeconds == 300)
    }

    @Test func `a row names its rule and the prices of longer prompts, and reads back`() throws {
        let made = try table(
            #"{"model":"m","input":1,"output":2,"cacheRead":0.5,"rule":"gemini","above":"#
                + #"[{"tokens":10,"input":2,"output":4},"#
                + #"{"tokens":20,"input":3,"output":6,"cacheRead":1}]}"#)
        let row = try made.price(of: "m")
        #expect(row.rule == .gemini && row.steps.map(\.above) == [10, 20])
        let schedule = PriceSchedule(standardOf: row)
        let costs = [10, 20, 21].map { schedule.cost(of: PromptUsage(read: $0)).nanodollars }
        // A step without a price for what is found charges it as read.
        #expect(costs == [10 * 500, 20 * 2_000, 21 * 1_000])
        #expect(try PriceTable(parsing: made.text) == made)
    }

    @Test func `a row without a rule has the one that its prices show`() throws {
        let rows = try table(
            #"{"model":"a","input":1,"output":1},"#
                + #"{"model":"b","input":1,"output":1,"cacheRead":0.1},"#
                + #"{"model":"c","input":1,"output":1,"cacheRead":0.1,"cacheWrite":2}"#
        ).rows
        let rules = rows.map { PriceSchedule.standardRule(of: $0) }
        #expect(rules == [.none, .openAI, .anthropicFiveMinutes])
        let last = PriceSchedule(standardOf: rows[2])
        #expect(last.cost(of: PromptUsage(written: 1_000)).nanodollars == 2_000_000)
    }

    @Test func `a call costs what its tokens cost`() throws {
        let usage = TokenUsage(
            input: TokenCount(1_000), output: TokenCount(10), cacheWrite: TokenCount(100),
            cacheRead: TokenCount(50))
        let haiku = try PriceTable.shipped.cost(of: usage, model: "claude-haiku-4-5")
        #expect(haiku.nanodollars == 1_000 * 1_000 + 10 * 5_000 + 100 * 1_250 + 50 * 100)
        let qwen = try PriceTable.shipped.cost(of: usage, model: "qwen3-32b")
        #expect(qwen.nanodollars == 1_150 * 400 + 10 * 800)
    }

    @Test func `an unknown model is an error that names those like it`() {
        #expect(
            throws: PriceError.unknownModel(
                "gpt4o-mini", nearest: ["gpt-4o-mini", "gpt-4o"])
        ) {
            try PriceTable.shipped.price(of: "gpt4o-mini")
        }
        #expect(throws: PriceError.unknownModel("llama", nearest: [])) {
            try PriceTable.shipped.price(of: "llama")
        }
        let error = PriceError.unknownModel("gpt4o", nearest: ["gpt-4o"])
        #expect(error.description.contains("'gpt4o' is unknown; known names like it: gpt-4o"))
    }

    @Test func `a user's rows stand over the shipped ones`() throws {
        let own = try table(
            #"{"model":"gpt-4o","input":1,"output":2},{"model":"m","input":0,"output":0}"#)
        let both = PriceTable.shipped.overlaid(with: own)
        #expect(both.rows.count == 43)
        #expect(try both.price(of: "gpt-4o").input.dollarsPerMillion == "1")
        #expect(try both.price(of: "gpt-4o").cacheRead == nil)
    }

    @Test(arguments: [
        (#"{"model":"m","input":1}"#, "prices[0].output", "nothing"),
        (#"{"model":"m","input":"1","output":1}"#, "prices[0].input", "\"1\""),
        (#"{"model":"m","input":1,"output":-1}"#, "prices[0].output", "-1"),
        (
            #"{"model":"m","input":1,"output":1,"cacheread":1}"#, "prices[0].cacheread",
            "another name"
        ),
        (#"{"model":"m","input":1,"output":1,"contextLimit":0}"#, "prices[0].contextLimit", "0"),
        (#"{"input":1,"output":1}"#, "prices[0].model", "nothing"), ("7", "prices[0]", "7"),
        (#"{"model":"m","input":1,"output":1,"rule":"x"}"#, "prices[0].rule", "\"x\""),
        (#"{"model":"m","input":1,"output":1,"above":1}"#, "prices[0].above", "1"),
        (
            #"{"model":"m","input":1,"output":1,"above":[{"tokens":5,"input":2}]}"#,
            "prices[0].above[0].output", "nothing"
        ),
        (
            #"{"model":"m","input":1,"output":1,"above":[{"tokens":5,"input":2,"output":2},"#
                + #"{"tokens":5,"input":3,"output":3}]}"#,
            "prices[0].above[1].tokens", "5"
        ),
        (
            #"{"model":"m","input":1,"output":1},{"model":"m","input":1,"output":1}"#,
            "prices[1].model", "\"m\""
        ),
    ])
    func `a wrong row is refused with its place`(rows: String, path: String, found: String) {
        let error = #expect(throws: PriceError.self) { try table(rows) }
        guard case .invalid(path, let expected, found)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description == "\(path): expected \(expected), found \(found)")
    }

    @Test func `a row needs a date and a source, its own or the table's`() throws {
        let row = #"{"model":"m","input":1,"output":1,"date":"2025-01","source":"a list"}"#
        #expect(try table(row, head: "").rows.first?.date == "2025-01")
        #expect(throws: PriceError.self) {
            try table(#"{"model":"m","input":1,"output":1}"#, head: "")
        }
        let error = #expect(throws: PriceError.self) { try PriceTable(parsing: "{\n,}") }
        #expect(error?.description.contains("line 2") == true)
        #expect(throws: PriceError.self) { try PriceTable(parsing: #"{"version":2,"prices":[]}"#) }
    }
}

@Suite struct PriceImportTests {
    private let text = """
        {"sample_spec": {"input_cost_per_token": 0.0, "output_cost_per_token": 0.0},
         "m": {"input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05,
               "cache_read_input_token_cost": 1.25e-06, "max_input_tokens": 128000, "mode": "chat"},
         "c": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
               "cache_creation_input_token_cost": 3.75e-06, "cache_read_input_token_cost": null},
         "odd": {"input_cost_per_token": 1.0000000000000001e-07, "output_cost_per_token": 0},
         "picture": {"output_cost_per_image": 0.04}}
        """

    @Test func `LiteLLM's table is taken over, and what is not is told`() throws {
        let made = try PriceTable.reading(text, date: "2026-12", source: "a file")
        #expect(made.table.rows.map(\.model) == ["c", "m"])
        let row = try made.table.price(of: "m")
        #expect(row.input.dollarsPerMillion == "2.5" && row.output.dollarsPerMillion == "10")
        #expect(row.cacheRead?.dollarsPerMillion == "1.25" && row.contextLimit == 128_000)
        #expect(row.date == "2026-12" && row.source == "a file")
        #expect(made.withoutPrice == 2 && made.inexact == ["odd"])
        #expect(try made.table.price(of: "c").cacheWrite?.dollarsPerMillion == "3.75")
        #expect(try PriceTable(parsing: made.table.text) == made.table)
    }

    @Test func `prices of longer prompts, minimum and rule are taken over`() throws {
        let text = """
            {"h": {"litellm_provider": "anthropic", "prompt_cache_min_tokens": 512.0,
               "input_cost_per_token": 1e-07, "output_cost_per_token": 5e-07,
               "cache_creation_input_token_cost": 1.25e-07, "cache_read_input_token_cost": 1e-08,
               "input_cost_per_token_above_200k_tokens": 1e-06,
               "input_cost_per_token_above_100k_tokens": 5e-07,
               "output_cost_per_token_above_100k_tokens": 2.5e-06,
               "cache_creation_input_token_cost_above_100k_tokens": 6.25e-07,
               "cache_read_input_token_cost_above_100k_tokens": 5e-08},
             "d": {"litellm_provider": "deepseek", "input_cost_per_token": 3e-07,
               "output_cost_per_token": 1.2e-06, "cache_creation_input_token_cost": 0.0,
               "cache_read_input_token_cost": 6e-09},
             "g": {"litellm_provider": "openai", "input_cost_per_token": 3e-07,
               "output_cost_per_token": 1.2e-06, "cache_creation_input_token_cost": 4e-07,
               "cache_read_input_token_cost": 6e-09}}
            """
        let table = try PriceTable.reading(text, date: "d", source: "s").table
        let row = try table.price(of: "h")
        #expect(row.rule == .anthropicFiveMinutes && row.minimumPrefix == 512)
        #expect(row.steps.map(\.above) == [100_000, 200_000])
        let schedule = PriceSchedule(standardOf: row)
        let long = PromptUsage(read: 90_000, written: 11_000)
        #expect(schedule.cost(of: long).nanodollars == 90_000 * 50 + 11_000 * 625)
        // Above 200,000 tokens no price for answers is stated: it stays.
        #expect(schedule.output(10, prompt: 200_001).nanodollars == 10 * 500)
        // Writing for nothing is writing at the input price.
        let free = try table.price(of: "d")
        #expect(free.rule == .deepSeek && free.cacheWrite == nil)
        #expect(try table.price(of: "g").rule == .openAIExplicit)
    }

    @Test func `our own format is read as well, anything else is refused`() throws {
        let own = try PriceTable.reading(PriceTable.shipped.text, date: "", source: "")
        #expect(own.table == .shipped && own.inexact.isEmpty)
        for text in ["[]", "{}", #"{"m":1}"#, "{"] {
            #expect(throws: PriceError.self) {
                try PriceTable.reading(text, date: "d", source: "s")
            }
        }
    }
}
