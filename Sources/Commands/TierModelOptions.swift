import ArgumentParser
import Backends
import ContextModel
import ContextPipeline
import Settings
import Stages

/// Which models stand for the tiers that a task of compaction is tried on (doc 004, the router).
struct TierModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The model that stands for a tier, and its server if that is not --endpoint's; may be "
                + "repeated. A task is tried on its own tier, then on each larger one that has a model. "
                + "Without, --model stands for the task's tier; without that, the router's own models "
                + "do, all on one server. A server of a tier's own gets the key in TIER_SERVER_API_KEY "
                + "(FAST_SERVER_API_KEY), no other.", valueName: "tier=model[@url]"))
    var tierModel: [TierModel] = []

    @Option(
        help: ArgumentHelp(
            "The prompt template of the task, a text in the place of the shipped one; {fields} stands for "
                + "what the task keeps first, a line each.", valueName: "file"))
    var template: String?

    /// A tier and the model that stands for it.
    struct TierModel: Hashable, ExpressibleByArgument {
        var tier: ModelTier
        var name: ServedName

        init?(argument: String) {
            let halves = argument.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, let tier = ModelTier(rawValue: String(halves[0])),
                let name = ServedName(argument: String(halves[1]))
            else { return nil }
            self.tier = tier
            self.name = name
        }
    }

    func validate() throws {
        for model in tierModel { try model.name.check("--tier-model") }
        let tiers = tierModel.map(\.tier)
        if let twice = tiers.first(where: { tier in tiers.count { $0 == tier } > 1 }) {
            throw ValidationError("--tier-model names \(twice.rawValue) twice.")
        }
    }

    /// Puts the user's template in the place of the task's.
    func apply(to configuration: inout PipelineConfiguration) throws {
        guard let template else { return }
        var text = try InputText(template, for: .settings, kept: true).text
        while text.last?.isNewline == true { text.removeLast() }
        guard (1...TaskTemplate.mostBytes).contains(text.utf8.count) else {
            throw CommandFailure(
                .badData,
                "\(template): a template has 1 to \(TaskTemplate.mostBytes) bytes, not "
                    + "\(text.utf8.count)")
        }
        configuration.compaction.policy.templateText = text
    }

    /// The way of a task: which models are tried, in which order.
    func route(
        of task: CompactionTask, _ summaries: SummarizerOptions
    ) throws(TaskRouterError) -> TaskRoute {
        let router = TaskRouter.standard
        var models = Dictionary(
            tierModel.map { ($0.tier, $0.name.model) }, uniquingKeysWith: { $1 })
        if let model = summaries.modelName {
            let tier = try router.tier(for: task.rawValue)
            models[tier] = models[tier] ?? model
        }
        return try (models.isEmpty ? router : router.serving(models)).route(for: task.rawValue)
    }

    /// Refuses models that nobody would ask.
    func check(_ configuration: PipelineConfiguration, _ summaries: SummarizerOptions) throws {
        guard !tierModel.isEmpty, !summaries.asksModel([configuration.condensation.summarizer])
        else { return }
        throw CommandFailure(
            .usage,
            "--tier-model: nothing looks at it; condensation.summarizer has to be http")
    }

    /// The models of a way as one summariser, each tried where those before it fail. Each has the limits
    /// of its tier.
    func chain(
        _ route: TaskRoute, _ configuration: PipelineConfiguration,
        _ summaries: SummarizerOptions, _ services: any NetworkServices
    ) throws -> FallbackSummarizer {
        let output = configuration.compaction.policy.outputTokens
        let last = route.steps.count - 1
        let candidates = try route.steps.enumerated().map { place, step in
            var server = ServedModel(try server(of: step, summaries), summaries)
            server.inputLimit =
                summaries.inputLimit ?? max(step.tier.contextLimit - output - Self.instruction, 1)
            server.maximumOutput = output
            // Who has somebody behind is tried again once: whoever waits longer loses the time of all.
            if place < last { server.retryLimit = 1 }
            return FallbackSummarizer.Candidate(
                step.tier.rawValue, model: step.model, try server.summarizer(services))
        }
        guard let counter = Counters.named(configuration.counter.rawValue) else {
            throw CommandFailure(.usage, "there is no counter '\(configuration.counter.rawValue)'")
        }
        let settings = configuration.condensation
        return FallbackSummarizer(
            candidates, counter: counter, within: min(settings.timeout, settings.processingTime),
            clock: .real)
    }

    /// What is left of a tier's limit for instruction and fences.
    private static let instruction = 256

    private func server(
        of step: TaskRoute.Step, _ summaries: SummarizerOptions
    ) throws -> ServedModel.Place {
        let own = tierModel.first { $0.tier == step.tier }?.name.address
        if let own {
            return ServedModel.Place(
                address: own, model: step.model,
                keyVariable: "\(step.tier.rawValue)_\(ServedModel.keyVariable)")
        }
        return ServedModel.Place(
            address: try summaries.needed(
                summaries.endpoint, "endpoint", variable: SummarizerOptions.addressVariable),
            model: step.model, keyVariable: ServedModel.keyVariable)
    }
}
