import ContextModel
import Pricing
import Stages
import TestSupport
import Testing

@Suite struct ModelTierTests {
    @Test(arguments: [
        (ModelTier.orchestrator, 200_000, 140_000, 180_000), (.coding, 128_000, 89_600, 115_200),
        (.reasoning, 64_000, 44_800, 57_600), (.general, 32_000, 22_400, 28_800),
        (.fast, 32_000, 22_400, 28_800),
    ])
    func `limits and thresholds are the documented ones`(
        tier: ModelTier, limit: Int, threshold: Int, ceiling: Int
    ) {
        #expect(tier.contextLimit == limit)
        #expect(tier.tokens(at: ModelTier.threshold) == threshold)
        #expect(tier.tokens(at: ModelTier.ceiling) == ceiling)
    }

    @Test func `a budget tells what is left`() throws {
        let budget = TokenBudget(.fast, used: TokenCount(31_000))
        #expect(budget.remaining == 1_000 && budget.output(asked: 4_096) == 1_000)
        #expect(budget.fits(output: 1_000) && !budget.fits(output: 1_001))
        #expect(budget.reaches(Share(millionths: 900_000)))
        #expect(!TokenBudget(.fast, used: TokenCount(22_399)).reaches(Share(millionths: 700_000)))
        #expect(TokenBudget(.fast, used: TokenCount(22_400)).reaches(Share(millionths: 700_000)))
        try budget.validate(output: 1_000)
        let error = #expect(throws: TokenBudgetError.self) { try budget.validate(output: 1_024) }
        #expect(error?.description.contains("24 more than the limit of 32000") == true)
    }

    @Test func `a smaller limit of the user's own holds`() {
        #expect(TokenBudget(.coding, used: .zero, limit: 8_000).remaining == 8_000)
        #expect(TokenBudget(.fast, used: TokenCount(90_000)).remaining == 0)
        #expect(TokenBudget(.fast, used: TokenCount(90_000)).output(asked: 5) == 0)
    }
}

@Suite struct TaskRouterTests {
    @Test func `tasks have tiers, tiers have models, models have prices`() throws {
        let router = TaskRouter.standard
        #expect(try router.tier(for: "summarize_session") == .fast)
        #expect(try router.tier(for: "analyze_page") == .reasoning)
        for tier in ModelTier.allCases {
            let price = try router.price(of: tier, in: .shipped)
            #expect(price.contextLimit ?? .max >= tier.contextLimit)
        }
        #expect(try router.model(of: .fast) == "qwen3-32b")
    }

    @Test func `a tier falls back on larger ones`() throws {
        #expect(
            try TaskRouter.standard.chain(for: "analyze_page")
                == [.reasoning, .coding, .orchestrator])
        #expect(TaskRouter.chain(from: .fast).count == 5)
        for tier in ModelTier.allCases {
            let limits = TaskRouter.chain(from: tier).map(\.contextLimit)
            #expect(limits == limits.sorted())
        }
    }

    @Test func `a route has the models of the chain, tiers without one passed over`() throws {
        let route = try TaskRouter.standard.route(for: "summarize_session")
        #expect(route.task == "summarize_session" && route.tier == .fast)
        #expect(
            route.steps.map(\.model)
                == ["qwen3-32b", "gpt-4o-mini", "deepseek-chat", "glm-4.6", "claude-opus-4-5"])
        let mine = TaskRouter.standard.serving([.reasoning: "r", .fast: "f", .coding: "c"])
        #expect(
            try mine.route(for: "analyze_page").steps
                == [.init(tier: .reasoning, model: "r"), .init(tier: .coding, model: "c")])
        #expect(throws: TaskRouterError.noModel(.orchestrator)) {
            try mine.route(for: "plan_session")
        }
        #expect(throws: TaskRouterError.self) { try mine.route(for: "dream") }
    }

    @Test func `what is unknown is refused`() {
        let error = #expect(throws: TaskRouterError.self) {
            try TaskRouter.standard.tier(for: "dream")
        }
        #expect(error?.description.contains("'dream'; there are summarize_session") == true)
        let router = TaskRouter([.init("a", .fast), .init("a", .general)], models: [:])
        #expect(router.tasks == [.init("a", .general)])
        #expect(throws: TaskRouterError.noModel(.general)) { try router.model(of: .general) }
        let mine = TaskRouter([.init("a", .general)], models: [.general: "mine"])
        #expect(throws: PriceError.self) { try mine.price(of: .general, in: .shipped) }
    }
}

@Suite struct CompactionThresholdTests {
    private func threshold(_ notation: String, limit: Int, adaptive: Bool) -> Int {
        var policy = CompactionPolicy()
        policy.isAdaptive = adaptive
        return CompactionThreshold(policy, limit: limit, of: draft(notation)).tokens
    }

    @Test func `a fixed threshold is a share of the limit, reached at that share`() {
        let threshold = CompactionThreshold(CompactionPolicy(), limit: 1_000, of: draft("U: a"))
        #expect(threshold.tokens == 700)
        #expect(threshold.isReached(by: TokenCount(700)))
        #expect(!threshold.isReached(by: TokenCount(699)))
    }

    @Test func `an adaptive threshold leaves room for four turns like those before`() {
        let turns = "S: rules ×300 / U: a ×15 / A: b ×15 / U: c ×15 / A: d ×15"
        #expect(threshold(turns, limit: 1_000, adaptive: true) == 616)
        #expect(threshold(turns, limit: 700, adaptive: true) == 350)
        #expect(threshold(turns, limit: 100_000, adaptive: true) == 90_000)
        #expect(threshold("S: s / U: a ×90", limit: 1_000, adaptive: true) == 700)
    }
}

@Suite struct CompactionStateTests {
    @Test func `the state is what is noted`() {
        var state = CompactionState()
        #expect(!state.needsCompaction && state.lastCompactionAt == nil && state.count == 0)
        state.note(compactions: 0, stillDue: true, at: .seconds(1))
        #expect(state.needsCompaction && state.lastCompactionAt == nil)
        state.note(compactions: 2, stillDue: false, at: .seconds(7))
        #expect(!state.needsCompaction && state.lastCompactionAt == .seconds(7))
        #expect(state.count == 2)
    }

    @Test func `costs add up over the session, those of no known price are counted`() throws {
        var state = CompactionState()
        let (read, written) = (TokenCount(2_000), TokenCount(100))
        state.note(compactions: 1, stillDue: false, read: read, written: written, at: .seconds(1))
        state.charge(Money(picodollars: 5), atTier: Money(picodollars: 7))
        // Read in vain: nothing was committed, and paid for it is all the same.
        state.note(compactions: 0, stillDue: true, read: read, at: .seconds(2))
        state.charge(nil, atTier: Money(picodollars: 7))
        #expect(state.usage == TokenUsage(input: TokenCount(4_000), output: written))
        #expect(state.cost == Money(picodollars: 5) && state.costAtTier == Money(picodollars: 14))
        #expect(state.unpriced == 1 && state.count == 1 && state.lastCompactionAt == .seconds(1))
        let price = try PriceTable.shipped.price(of: "qwen3-32b")
        #expect(state.cost(at: price) == price.cost(of: state.usage))
    }
}

@Suite struct TaskTemplateTests {
    @Test(arguments: CompactionTask.allCases)
    func `every task has a template with its fields`(task: CompactionTask) {
        #expect(TaskTemplate.standard[task] == task.template && task.fields.count >= 3)
        #expect(task.template.text.contains(TaskTemplate.placeOfFields))
        #expect(task.instruction.contains("- \(task.fields[0])\n- \(task.fields[1])"))
        #expect(!task.instruction.contains(TaskTemplate.placeOfFields))
    }

    @Test func `the documented fields are those of a session`() {
        #expect(
            CompactionTask.session.fields == ["URLs visited", "bugs found", "decisions made"])
    }

    @Test func `a text of one's own has the task's fields in its place`() {
        var policy = CompactionPolicy()
        policy.task = .code
        #expect(policy.instruction == CompactionTask.code.instruction)
        policy.templateText = "Mine: {fields}."
        #expect(policy.instruction.hasPrefix("Mine: - files changed\n- errors"))
        policy.templateText = "Nothing of yours."
        #expect(policy.instruction == "Nothing of yours.")
    }
}
