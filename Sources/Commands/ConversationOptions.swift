import ArgumentParser
import ContextModel
import ContextPipeline
import Corpus
import Evaluation
import Files
import Settings
import Stages
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
        parsing: .unconditional,
        help: ArgumentHelp(
            "Which conversation of the file by its place, from 1 (ids may come twice, or be missing); one "
                + "that cannot be read has a place, too.",
            valueName: "n"))
    var number: Int?

    @Flag(
        help: ArgumentHelp(
            "Every conversation of the file, in its order, analysis.batchSize at a time; with --json an "
                + "object a line, the last with the statistics of all. What cannot be read is told, "
                + "and the status is 65."))
    var all = false

    @Option(
        help: ArgumentHelp(
            "A message that stays as it is, by its place in the file's messages, from 1; may be repeated.",
            valueName: "n"))
    var pin: [Int] = []

    @OptionGroup var summaries: SummarizerOptions

    @OptionGroup var pictures: DescriberOptions

    @OptionGroup var cacheOption: CacheOption

    @OptionGroup var settings: SettingsOptions

    @Flag(help: "Fail (status 65) if a provider would refuse the result, though not the input.")
    var check = false

    @Flag(
        help: ArgumentHelp(
            "One JSON object: messages, trace, risk, strategy, tokens; and, by their documented names, "
                + "context_info, performance, health, chunk_stats, and chunks where they are tracked."
        ))
    var json = false

    @Argument(help: "A file of conversations in any known format; `-` is standard input.")
    var file: String

    func validate() throws {
        if let limit, ContextLimit(limit) == nil {
            throw ValidationError("--limit takes \(ContextLimit.expected).")
        }
        guard number ?? 1 > 0 else { throw ValidationError("--number takes a number from 1.") }
        guard !all || conversation == nil && number == nil && pin.isEmpty else {
            throw ValidationError(
                "--all takes every conversation; --conversation, --number and --pin name one.")
        }
    }

    /// What a command adds to managing a conversation.
    struct Additions {
        /// The command's own settings, over those that are given.
        var settings: [PipelineConfiguration.Given] = []
        /// What no setting says.
        var adjust: (inout PipelineConfiguration) throws -> Void = { _ in }
        /// The session that is named: its state is kept from call to call, and no other shares its summaries.
        var session: String?
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
        let (conversations, refused) = try read()
        let (configuration, counter) = try configured(try given.get())
        let summarizers = try Summarizers(
            summaries, for: [configuration.condensation.summarizer],
            chain: additions.chain.map { make in { try make(configuration, $0) } })
        // What is answered from disk would be missing in what is recorded.
        let isRecording = summaries.record != nil || pictures.recordDescriptions != nil
        let cache =
            isRecording
            ? nil
            : PersistentCache(
                cacheOption.cache ?? configuration.caches.folder, for: configuration)
        let descriptions = try PictureDescriptions(pictures)
        let window = try ContextWindow(
            configuration, counter: counter,
            dependencies: try PipelineDependencies.real(
                configuration, summarizers, cache, describer: descriptions.describer))
        // What other processes kept is dated by the clock that all share.
        let now = Duration.milliseconds(Clocks.millisecondsSince1970())
        let session = additions.session
        let results = try await conversations.batches(of: configuration.caches.batchSize) { one in
            try await managed(one, by: window, in: session, at: now)
        }
        try summarizers.finish()
        try descriptions.finish(conversations.map(\.conversation))
        let states = results.flatMap(\.chunks).reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
        for (index, (one, result)) in zip(conversations, results).enumerated() {
            // What caches did is told once, of all.
            let isLast = index == results.count - 1
            var details = try additions.tell(
                ManagedConversation(
                    conversation: one.conversation, options: result.options,
                    window: result.window, configuration: configuration, result: result.result,
                    time: now, chain: summarizers.chain,
                    // What a session keeps of its compactions is counted where that is asked for.
                    sessions: additions.session != nil || cacheOption.cache != nil
                        ? cache?.sessions : nil))
            if all { details.name(one.conversation.id, at: one.place) }
            let report = CondenseReport(
                result.result, of: one.conversation, chunks: result.chunks, isLast ? cache : nil,
                details)
            if json {
                try print(
                    report, statistics: isLast ? window.statistics(of: states, at: now) : nil)
            } else {
                Output.text(report.text)
            }
        }
        cache?.noteFailures()
        if check {
            for (one, result) in zip(conversations, results) {
                try Self.check(result.result, of: one.conversation)
            }
        }
        guard refused == 0 else {
            throw CommandFailure(
                .badData, "\(file): \(refused) records could not be read; the others stand above")
        }
    }

    /// The conversation that is meant, or all of the file and how many records of it could not be read.
    private func read() throws -> (conversations: [RecordedFile.Conversation], refused: Int) {
        guard all else {
            let file = try RecordedFile(
                file, RecordedFile.Choice(id: self.conversation, number: number))
            let one = RecordedFile.Conversation(
                conversation: file.transcript.conversation, place: number)
            return ([one], 0)
        }
        return try RecordedFile.all(of: file)
    }

    /// What became of a conversation, by which window and options.
    private struct Managed {
        let options: RequestOptions
        let window: ContextWindow
        let result: ContextManagementResult
        let chunks: [ChunkStanding]
    }

    private func managed(
        _ one: RecordedFile.Conversation, by window: ContextWindow, in session: String?,
        at now: Duration
    ) async throws -> Managed {
        var options = try options(
            of: one.conversation, at: all && one.hasOwnID ? nil : one.place)
        if let session { options.session = "\(session) \(options.session ?? "")" }
        let counted = await window.count(one.conversation)
        let limited = try limited(window, counted)
        let result = await limited.manage(counted, options: options, at: now)
        let chunks =
            json ? limited.standing(ofChunksOf: counted, options: options, at: now) : []
        return Managed(options: options, window: limited, result: result, chunks: chunks)
    }

    /// Prints the object, unless nothing would read it back: around a recording's own arrays and
    /// objects there are others.
    private func print(_ report: CondenseReport, statistics: JSONValue?) throws {
        var object = try report.json.object ?? JSONObject()
        for member in statistics?.object?.members ?? [] { object[member.key] = member.value }
        let text = JSONValue.object(object).compactText
        guard JSONValue.depth(ofText: text) <= JSONValue.standardMaximumDepth else {
            throw CommandFailure(.badData, "\(file): " + JSONValue.tooDeepWhenPrinted)
        }
        Output.line(text)
    }

    private func options(
        of conversation: Conversation, at place: Int?
    ) throws -> RequestOptions {
        var options = RequestOptions(of: conversation)
        // What a folder keeps is found again by later calls on the same conversation.
        // Two of one id, which only their places tell apart, are two sessions.
        options.session = place.map { "\(conversation.id) at \($0)" } ?? conversation.id
        // Anthropic's `system` is no element of the file's `messages`, whose numbers are meant.
        let isBeside =
            conversation.format == .anthropicMessages
            && conversation.messages.first?.role == .system
        let first = isBeside ? 1 : 0
        let count = conversation.messages.count - first
        if let outside = pin.first(where: { $0 < 1 || $0 > count }) {
            throw CommandFailure(
                .usage, "--pin \(outside): the conversation has messages 1 to \(count)")
        }
        options.pinned = Set(pin.map { $0 - 1 + first })
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

extension ContextWindow {
    /// What a window did so far, by the documented names, and how the chunks of its conversations stand.
    fileprivate func statistics(of states: [ChunkState: Int], at now: Duration) -> JSONValue {
        let performance = performance(at: now)
        return .object(
            JSONObject([
                ("performance", performance.json), ("health", health(at: now).json),
                ("chunk_stats", performance.chunks.telling(states: states).json),
            ]))
    }
}

extension ResultDetails {
    /// Says which conversation of a file it is.
    fileprivate mutating func name(_ id: String, at place: Int?) {
        members = [("id", .string(id)), ("number", place.map { .int($0) } ?? .null)] + members
        title = "conversation \(place ?? 1)  \(id)"
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
