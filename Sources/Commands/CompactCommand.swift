import ArgumentParser
import ContextModel
import ContextPipeline
import Pricing
import Settings
import Stages
import StrictJSON

/// `winnow compact`: one conversation compacted as an agent does it (doc 004).
struct CompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Compacts one conversation for a tier of models, as an agent does it.",
        discussion: """
            From a share of the tier's limit on, all but the recent messages become one summary. \
            Prints what was done; with --json the same object as `winnow condense`, with \
            "compactions", "cost" (of the calls that were made) and "costAtTier" (of the same calls \
            at the summarising tier's model).
            """)

    @Option(help: "The tier: ORCHESTRATOR, CODING, REASONING, GENERAL or FAST.")
    var tier: ModelTier?

    @Option(help: "From which share of the tier's limit on; 0.7 if not given.")
    var threshold: String?

    @Option(help: "How many of the last messages stay; 10 if not given.")
    var keepRecent: Int?

    @Option(help: "What the summary is for: \(CompactionTask.words).")
    var task: CompactionTask?

    @OptionGroup var prices: PriceOption

    @OptionGroup var options: ConversationOptions

    func run() async throws {
        let table = try prices.table()
        var own = [(name: "management", value: "compaction")]
        if let tier { own.append(("compaction.tier", tier.rawValue)) }
        if let threshold { own.append(("compaction.threshold", threshold)) }
        if let keepRecent { own.append(("compaction.keepRecent", String(keepRecent))) }
        if let task { own.append(("compaction.task", task.rawValue)) }
        try await options.run(own) { result, configuration in
            try CompactionCost(result, configuration, table, model: options.summaries.modelName)
                .details
        }
    }
}

/// What the compactions of a result cost, by the price table.
private struct CompactionCost {
    private let result: ContextManagementResult
    private let configuration: PipelineConfiguration
    private let table: PriceTable
    /// The model that was asked; nil if it is not known.
    private let model: String?
    private let usage: TokenUsage

    init(
        _ result: ContextManagementResult, _ configuration: PipelineConfiguration,
        _ table: PriceTable, model: String?
    ) {
        self.result = result
        self.configuration = configuration
        self.table = table
        self.model = model
        usage = result.trace.reduce(into: TokenUsage()) {
            $0 += TokenUsage(input: $1.callsInput, output: $1.callsOutput)
        }
    }

    var details: ResultDetails {
        get throws {
            let router = TaskRouter.standard
            let tier = try router.tier(for: configuration.compaction.policy.task.rawValue)
            let price = try router.price(of: tier, in: table)
            var atTier = JSONObject(of: price, usage)
            atTier["tier"] = .string(tier.rawValue)
            let count = result.trace.filter(\.isCompaction).count
            let amount = price.cost(of: usage)
            return ResultDetails(
                members: [
                    ("compactions", .int(count)), ("cost", .object(cost)),
                    ("costAtTier", .object(atTier)),
                ],
                lines: [
                    "compacted  \(count); the summaries' calls read \(usage.input) and wrote "
                        + "\(usage.output) tokens",
                    "cost       " + words,
                    "at tier    \(amount) by \(price.model) for \(tier.rawValue), \(price.date)",
                ])
        }
    }

    /// What was paid, for people.
    private var words: String {
        guard let paid = cost["nanodollars"]?.number?.int, let model = cost["model"]?.string else {
            return cost["note"]?.string ?? ""
        }
        return "\(Money(picodollars: Int128(paid) * 1_000)) by \(model)"
    }

    /// What was paid: nothing for the embedded extract, null where a price is not known.
    private var cost: JSONObject {
        switch configuration.condensation.summarizer {
        case .extractive, .faulty:
            return JSONObject([
                ("nanodollars", .int(0)), ("model", .null),
                ("note", .string("nothing: the embedded extract asks no model")),
            ])
        case .recorded, .http:
            guard let model, let price = try? table.price(of: model) else {
                let name = model.map { "'\($0)'" } ?? "of the recording"
                return JSONObject([
                    ("nanodollars", .null), ("model", model.map { .string($0) } ?? .null),
                    ("note", .string("unknown: no price of the model \(name)")),
                ])
            }
            return JSONObject(of: price, usage)
        }
    }
}

extension JSONObject {
    /// What some tokens cost, and by whose prices.
    fileprivate init(of price: ModelPrice, _ usage: TokenUsage) {
        self.init([
            ("nanodollars", .int(price.cost(of: usage).nanodollars)),
            ("model", .string(price.model)), ("inputTokens", .int(usage.input.value)),
            ("outputTokens", .int(usage.output.value)), ("date", .string(price.date)),
            ("source", .string(price.source)),
        ])
    }
}

extension ModelTier: ExpressibleByArgument {}

extension CompactionTask: ExpressibleByArgument {
    fileprivate static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
