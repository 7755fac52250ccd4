public import ContextModel
public import Pricing

/// Which tier does which task, and which model stands for a tier.
///
/// The document names the router, the tasks `summarize_session` (FAST) and `analyze_page` (asked with
/// the limit of REASONING), and one model, Qwen-32B for FAST. The other tasks and models are ours.
/// A tier that fails gives way to the next larger one, which can read whatever the smaller could.
public struct TaskRouter: Hashable, Sendable {
    /// The tasks with their tiers, in order.
    public private(set) var tasks: [Task]
    private let models: [ModelTier: String]

    /// A task and the tier that does it.
    public struct Task: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The tier.
        public var tier: ModelTier

        /// A task of a tier.
        public init(_ name: String, _ tier: ModelTier) {
            self.name = name
            self.tier = tier
        }
    }

    /// The documented router.
    public static let standard = TaskRouter(
        [
            Task("summarize_session", .fast), Task("summarize_code", .fast),
            Task("summarize_research", .fast), Task("analyze_page", .reasoning),
            Task("plan_session", .orchestrator), Task("write_code", .coding),
            Task("extract_facts", .general),
        ],
        models: [
            .orchestrator: "claude-opus-4-5", .coding: "glm-4.6", .reasoning: "deepseek-chat",
            .general: "gpt-4o-mini", .fast: "qwen3-32b",
        ])

    /// A router; of two rows for one task the later holds.
    public init(_ tasks: [Task], models: [ModelTier: String]) {
        self.models = models
        self.tasks = []
        for task in tasks {
            self.tasks.removeAll { $0.name == task.name }
            self.tasks.append(task)
        }
    }

    /// The tier of a task.
    public func tier(for task: String) throws(TaskRouterError) -> ModelTier {
        guard let found = tasks.first(where: { $0.name == task }) else {
            throw .unknownTask(task, known: tasks.map(\.name))
        }
        return found.tier
    }

    /// The tiers that a task is tried on: its own, then each larger one.
    public func chain(for task: String) throws(TaskRouterError) -> [ModelTier] {
        Self.chain(from: try tier(for: task))
    }

    /// A tier and those that stand in for it, the nearest first.
    public static func chain(from tier: ModelTier) -> [ModelTier] {
        let order: [ModelTier] = [.fast, .general, .reasoning, .coding, .orchestrator]
        return Array(order.drop { $0 != tier })
    }

    /// The way a task takes: its tier's model, then that of each larger tier. Tiers that no model stands
    /// for are passed over.
    public func route(for task: String) throws(TaskRouterError) -> TaskRoute {
        let chain = try chain(for: task)
        let steps = chain.compactMap { tier in
            models[tier].map { TaskRoute.Step(tier: tier, model: $0) }
        }
        guard !steps.isEmpty else { throw .noModel(chain[0]) }
        return TaskRoute(task: task, tier: chain[0], steps: steps)
    }

    /// The same tasks with other models: those given and no others.
    public func serving(_ models: [ModelTier: String]) -> TaskRouter {
        TaskRouter(tasks, models: models)
    }

    /// The model that stands for a tier.
    public func model(of tier: ModelTier) throws(TaskRouterError) -> String {
        guard let model = models[tier] else { throw .noModel(tier) }
        return model
    }

    /// What the model of a tier costs; unknown where the table has no row for it.
    public func price(of tier: ModelTier, in table: PriceTable) throws -> ModelPrice {
        try table.price(of: try model(of: tier))
    }
}

/// The way a task takes: which models are asked, in which order.
public struct TaskRoute: Hashable, Sendable {
    /// A model and the tier that it stands for.
    public struct Step: Hashable, Sendable {
        /// The tier.
        public var tier: ModelTier
        /// The model.
        public var model: String

        /// A model of a tier.
        public init(tier: ModelTier, model: String) {
            self.tier = tier
            self.model = model
        }
    }

    /// The task.
    public var task: String
    /// The tier that does it.
    public var tier: ModelTier
    /// The models, the first to be asked first.
    public var steps: [Step]

    /// A way.
    public init(task: String, tier: ModelTier, steps: [Step]) {
        self.task = task
        self.tier = tier
        self.steps = steps
    }
}

/// Why a task cannot be routed.
public enum TaskRouterError: Error, Hashable, Sendable {
    /// No row has that task; those there are.
    case unknownTask(String, known: [String])
    /// No model stands for the tier.
    case noModel(ModelTier)
}

extension TaskRouterError: CustomStringConvertible {
    /// One line: what is wrong, and what there is.
    public var description: String {
        switch self {
        case .unknownTask(let task, let known):
            "there is no task '\(task)'; there are " + known.joined(separator: ", ")
        case .noModel(let tier): "no model stands for the tier \(tier.rawValue)"
        }
    }
}

/// What is asked of a summary for a task: a text with a place for the fields that are kept first.
///
/// Data: the shipped ones are the rows below, and anybody may write another text.
public struct TaskTemplate: Hashable, Sendable {
    /// The text. `{fields}` stands for the list of fields, one line each.
    public var text: String
    /// What a summary keeps first, in the order of the list.
    public var fields: [String]

    /// A template.
    public init(_ text: String, fields: [String]) {
        self.text = text
        self.fields = fields
    }

    /// Where the list of fields goes.
    public static let placeOfFields = "{fields}"

    /// The most bytes of a text: an instruction is read with every request.
    public static let mostBytes = 8_000

    /// The instruction that goes with the messages. It is what a summariser calls its focus, so that
    /// models and the extract alike weigh by it; it never depends on the turn, so that summaries can
    /// be used again.
    public var instruction: String {
        text.replacing(Self.placeOfFields, with: fields.map { "- " + $0 }.joined(separator: "\n"))
    }

    /// The shipped templates, a row for each task. The document names the fields of the first (URLs,
    /// bugs found, decisions).
    public static let standard: [CompactionTask: TaskTemplate] = [
        .session: TaskTemplate(
            opening, fields: ["URLs visited", "bugs found", "decisions made"]),
        .code: TaskTemplate(
            opening,
            fields: [
                "files changed", "errors and failing tests", "decisions made", "what is left",
            ]),
        .research: TaskTemplate(
            opening, fields: ["sources with their URLs", "findings", "open questions"]),
    ]

    private static let opening = """
        A summary of the session so far. Keep above all:
        {fields}
        """
}

/// The kinds of models that an agent uses, by what they are for (doc 004, "Context Limits by Tier").
public enum ModelTier: String, Hashable, Sendable, CaseIterable {
    /// Plans the whole session.
    case orchestrator = "ORCHESTRATOR"
    /// Reads and writes code.
    case coding = "CODING"
    /// Thinks about one finding.
    case reasoning = "REASONING"
    /// Anything simple.
    case general = "GENERAL"
    /// Cheap and quick: summaries.
    case fast = "FAST"

    /// The documented context limit in tokens. "200k" is 200,000, as the documented thresholds have it
    /// (140k is 70 % of it).
    public var contextLimit: Int {
        switch self {
        case .orchestrator: 200_000
        case .coding: 128_000
        case .reasoning: 64_000
        case .general, .fast: 32_000
        }
    }

    /// The documented share from which a context is compacted.
    public static let threshold = Share(millionths: 700_000)
    /// The documented share above which a context is nearly full.
    public static let ceiling = Share(millionths: 900_000)

    /// A share of the limit in whole tokens, rounded down as the document does.
    public func tokens(at share: Share) -> Int { share.of(contextLimit) }
}
