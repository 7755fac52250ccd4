import ArgumentParser
import ContextModel
import ContextPipeline
import Settings
import Stages

/// `winnow compact`: one conversation compacted as an agent does it (doc 004).
struct CompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Compacts one conversation for a tier of models, as an agent does it.",
        discussion: """
            From a share of the tier's limit on, all but the recent messages become one summary. \
            Prints what was done; with --json the same object as `winnow condense`, with \
            "compactions", "cost" (of the calls that were made), "costAtTier" (of the same calls at \
            the summarising tier's own model), "route" (the task, its tier, the models of its \
            chain and what came of asking each) and "state" (needs_compaction, \
            last_compaction_at, compaction_count and the session's costs).

            With condensation.summarizer=http the task is routed: its tier's model is asked, and \
            where that fails, takes too long or answers nonsense, the model of each larger tier; \
            if all fail, an extract stands in. Models are named by --tier-model, or one by --model.

            With --session or --cache the state is kept and goes on with the next call for the same \
            session; without a name, a session is known by the conversation's id and its opening. \
            The same request again, whose summaries are all found, is no further compaction.
            """)

    @Option(help: "The tier: ORCHESTRATOR, CODING, REASONING, GENERAL or FAST.")
    var tier: ModelTier?

    @Option(help: "From which share of the tier's limit on; 0.7 if not given.")
    var threshold: String?

    @Option(help: "How many of the last messages stay; 10 if not given.")
    var keepRecent: Int?

    @Option(help: "What the summary is for: \(CompactionTask.words).")
    var task: CompactionTask?

    @Option(
        help: ArgumentHelp(
            "Whose compactions are counted, from call to call, in the folder of --cache or cache.folder.",
            valueName: "name"))
    var session: String?

    @OptionGroup var models: TierModelOptions

    @OptionGroup var prices: PriceOption

    @OptionGroup var options: ConversationOptions

    func run() async throws {
        let table = try prices.table()
        var additions = ConversationOptions.Additions()
        additions.settings = [("management", "compaction")]
        additions.session = session
        if let tier { additions.settings.append(("compaction.tier", tier.rawValue)) }
        if let threshold { additions.settings.append(("compaction.threshold", threshold)) }
        if let keepRecent {
            additions.settings.append(("compaction.keepRecent", String(keepRecent)))
        }
        if let task { additions.settings.append(("compaction.task", task.rawValue)) }
        additions.adjust = { configuration in
            try models.check(configuration, options.summaries)
            try models.apply(to: &configuration)
        }
        additions.chain = { configuration, services in
            try models.chain(
                route(configuration), configuration, options.summaries, services)
        }
        additions.tell = { managed in
            let cost = try CompactionCost(
                managed, table, model: options.summaries.modelName,
                route: route(managed.configuration))
            let state = CompactionRecord(managed, cost, session: session).state
            return cost.details(state)
        }
        try await options.run(additions)
    }

    private func route(_ configuration: PipelineConfiguration) throws -> TaskRoute {
        try models.route(of: configuration.compaction.policy.task, options.summaries)
    }
}

extension ModelTier: ExpressibleByArgument {}

extension CompactionTask: ExpressibleByArgument {
    fileprivate static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
