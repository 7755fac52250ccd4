import ArgumentParser
import ContextModel
import ContextPipeline
import Corpus
import Evaluation
import Files
import Settings
import StrictJSON
import TokenAccounting
import Tokenization
import WireFormats

/// One conversation through the pipeline: what the commands that shorten one have in common.
struct ConversationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The context limit, tools and system prompt included: tokens (8000, 8k), or a share of the "
                + "conversation's own size (30%).", valueName: "tokens|share"))
    var limit: String?

    @Option(help: "What counts the tokens: cl100k_base or o200k_base.")
    var encoding: Encoding?

    @Option(help: ArgumentHelp("Which conversation of the file.", valueName: "id"))
    var conversation: String?

    @Option(
        help: ArgumentHelp(
            "Which conversation of the file by its place, from 1: ids may come twice.",
            valueName: "n"))
    var number: Int?

    @Option(help: ArgumentHelp("A message that stays as it is, from 0; may be repeated."))
    var pin: [Int] = []

    @OptionGroup var summaries: SummarizerOptions

    @OptionGroup var pictures: DescriberOptions

    @OptionGroup var cacheOption: CacheOption

    @OptionGroup var settings: SettingsOptions

    @Flag(help: "Fail (status 65) if a provider would refuse the result, though not the input.")
    var check = false

    @Flag(help: "One JSON object: messages, trace, risk, strategy, tokens.")
    var json = false

    @Argument(help: "A file of conversations in any known format; `-` is standard input.")
    var file: String

    func validate() throws {
        if let limit, ContextLimit(limit) == nil {
            throw ValidationError("--limit takes \(ContextLimit.expected).")
        }
        guard number ?? 1 > 0 else { throw ValidationError("--number takes a number from 1.") }
    }

    /// What a command adds to managing a conversation.
    struct Additions {
        /// The command's own settings, over those that are given.
        var settings: [PipelineConfiguration.Given] = []
        /// What no setting says.
        var adjust: (inout PipelineConfiguration) throws -> Void = { _ in }
        /// Makes the models that are tried one after the other, in the place of the one named.
        var chain: ((PipelineConfiguration, any NetworkServices) throws -> FallbackSummarizer)?
        /// What the command tells of the result: its members of the object and its lines for people.
        var tell: (ManagedConversation) throws -> ResultDetails = { _ in ResultDetails() }
    }

    /// Manages the conversation and prints what became of it.
    func run(_ additions: Additions = Additions()) async throws {
        let given = Result { try self.given(additions) }
        if case .success(let given) = given {
            // Whoever is handed over to reads the conversation itself, from standard input, too.
            try summaries.handOver(for: [given.condensation.summarizer])
            try pictures.handOver()
        }
        let conversation = try RecordedFile(
            file, RecordedFile.Choice(id: self.conversation, number: number)
        ).transcript.conversation
        let (configuration, counter) = try configured(try given.get())
        let options = try options(of: conversation)
        let summarizers = try Summarizers(
            summaries, for: [configuration.condensation.summarizer],
            chain: additions.chain.map { make in { try make(configuration, $0) } })
        // What is answered from disk would be missing in what is recorded.
        let isRecording = summaries.record != nil || pictures.recordDescriptions != nil
        let cache =
            isRecording ? nil : cacheOption.cache.map { PersistentCache($0, for: configuration) }
        let descriptions = try PictureDescriptions(pictures)
        let unlimited = try ContextWindow(
            configuration, counter: counter,
            dependencies: try PipelineDependencies.real(
                configuration, summarizers, cache, describer: descriptions.describer))
        let counted = await unlimited.count(conversation)
        let window = try limited(unlimited, counted)
        // What other processes kept is dated by the clock that all share.
        let now = Duration.milliseconds(Clocks.millisecondsSince1970())
        let result = await window.manage(counted, options: options, at: now)
        try summarizers.finish()
        try descriptions.finish(conversation)
        let details = try additions.tell(
            ManagedConversation(
                conversation: conversation, options: options, window: window,
                configuration: configuration, result: result, time: now, chain: summarizers.chain,
                sessions: cache?.sessions))
        let report = CondenseReport(result, of: conversation, cache, details)
        if json { try print(report) } else { Output.text(report.text) }
        if check { try Self.check(result, of: conversation) }
        try cache?.finish()
    }

    /// Prints the object, unless nothing would read it back: around a recording's own arrays and
    /// objects there are others.
    private func print(_ report: CondenseReport) throws {
        let text = try report.json.compactText
        guard JSONValue.depth(ofText: text) <= JSONValue.standardMaximumDepth else {
            throw CommandFailure(.badData, "\(file): " + JSONValue.tooDeepWhenPrinted)
        }
        Output.line(text)
    }

    private func options(of conversation: Conversation) throws -> RequestOptions {
        var options = RequestOptions(format: conversation.format)
        // What a folder keeps is found again by later calls on the same conversation.
        // Two of one id, which only their places tell apart, are two sessions.
        options.session = number.map { "\(conversation.id) at \($0)" } ?? conversation.id
        // Anthropic's `system` is no element of the file's `messages`, whose numbers are meant.
        let isBeside =
            conversation.format == .anthropicMessages
            && conversation.messages.first?.role == .system
        let first = isBeside ? 1 : 0
        let places = 0..<conversation.messages.count - first
        if let outside = pin.first(where: { !places.contains($0) }) {
            throw CommandFailure(
                .usage,
                "--pin \(outside): the conversation has messages 0 to \(places.upperBound - 1)")
        }
        options.pinned = Set(pin.map { $0 + first })
        return options
    }

    private static func check(
        _ result: ContextManagementResult, of conversation: Conversation
    ) throws {
        let breaches = WireRule(conversation.format).newViolations(
            in: result.processedMessages, against: conversation.messages)
        for breach in breaches { Output.note("winnow: \(breach)") }
        if !breaches.isEmpty {
            throw CommandFailure(
                .badData,
                "the result breaks \(breaches.count) rules of \(conversation.format.rawValue)")
        }
    }

    /// The settings that are given, a command's own over them.
    private func given(_ additions: Additions) throws -> PipelineConfiguration {
        var configuration = try settings.resolved().configuration
        try configuration.apply(additions.settings)
        try additions.adjust(&configuration)
        return configuration
    }

    private func configured(
        _ given: PipelineConfiguration
    ) throws -> (PipelineConfiguration, any TokenCounter) {
        var configuration = given
        if let encoding {
            try configuration.apply([("counter", encoding.rawValue)])
        }
        guard let counter = Counters.named(configuration.counter.rawValue) else {
            throw CommandFailure(.usage, "there is no counter '\(configuration.counter.rawValue)'")
        }
        return (configuration, counter)
    }

    /// The window with the limit that was given, which may be a share of the conversation's size.
    private func limited(
        _ window: ContextWindow, _ counted: CountedConversation
    ) throws -> ContextWindow {
        guard let limit = limit.flatMap({ ContextLimit($0) }) else { return window }
        return try window.limited(
            to: limit.resolved(finalSize: counted.request.tokens.value))
    }
}

/// What became of a conversation, and of whom and what it became so.
struct ManagedConversation {
    let conversation: Conversation
    let options: RequestOptions
    /// The window with the limit that held.
    let window: ContextWindow
    let configuration: PipelineConfiguration
    let result: ContextManagementResult
    /// When, since 1970 began.
    let time: Duration
    /// The models that were tried one after the other, where a task is routed and a model asked.
    let chain: FallbackSummarizer?
    /// What is kept of sessions between calls; nil where nothing is.
    let sessions: StoredSessions?
}
