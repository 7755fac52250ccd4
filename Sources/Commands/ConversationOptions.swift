import ArgumentParser
import ContextModel
import ContextPipeline
import Corpus
import Evaluation
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
            "Which conversation of the file by its place, from 1 (ids may come twice, or be missing); one "
                + "that cannot be read has a place, too.",
            valueName: "n"))
    var number: Int?

    @Flag(
        help: ArgumentHelp(
            "Every conversation of the file, in its order, analysis.batchSize at a time; with --json an "
                + "object a line, and a last one with the statistics of all."))
    var all = false

    @Option(
        help: ArgumentHelp(
            "A message that stays as it is, by its place in the file's messages, from 1; may be repeated.",
            valueName: "n"))
    var pin: [Int] = []

    @OptionGroup var summaries: SummarizerOptions

    @Option(
        help: ArgumentHelp(
            "Descriptions of pictures, JSON lines of {\"picture\": the part as it is written, "
                + "\"description\": text}.", valueName: "file"))
    var descriptions: String?

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
        guard !all || conversation == nil && number == nil && pin.isEmpty else {
            throw ValidationError(
                "--all takes every conversation; --conversation, --number and --pin name one.")
        }
    }

    /// Manages the conversation, with a command's own settings over those that are given, and prints
    /// what the command tells of the result: its members of the object and its lines for people.
    func run(
        _ own: [PipelineConfiguration.Given] = [],
        telling more: (ContextManagementResult, PipelineConfiguration) throws -> ResultDetails = {
            _, _ in ResultDetails()
        }
    ) async throws {
        let given = Result { try self.given(own) }
        if case .success(let given) = given {
            // Whoever is handed over to reads the conversation itself, from standard input, too.
            try summaries.handOver(for: [given.condensation.summarizer])
        }
        let conversations = try read()
        let (configuration, counter) = try configured(try given.get())
        let summarizers = try Summarizers(
            summaries, for: [configuration.condensation.summarizer])
        // What is answered from disk would be missing in what is recorded.
        let cache =
            summaries.record == nil
            ? PersistentCache(
                cacheOption.cache ?? configuration.caches.folder, for: configuration) : nil
        let recorded = try descriptions.map { try PictureDescriptions($0) }
        let window = try ContextWindow(
            configuration, counter: counter,
            dependencies: try PipelineDependencies.real(
                configuration, summarizers, cache, describer: recorded?.describer))
        // What other processes kept is dated by the clock that all share.
        let now = Duration.milliseconds(Clocks.millisecondsSince1970())
        let results = try await conversations.batches(of: configuration.caches.batchSize) { one in
            try await managed(one, by: window, at: now)
        }
        try summarizers.finish()
        for one in conversations { recorded?.noteUnused(in: one.conversation) }
        for (one, result) in zip(conversations, results) {
            var details = try more(result.result, configuration)
            if all { details.name(one.conversation.id, at: one.place) }
            let report = CondenseReport(
                result.result, of: one.conversation, chunks: result.chunks, cache, details)
            for warning in result.result.info.warnings where !json {
                Output.note("winnow: " + warning)
            }
            if json {
                try print(report, statistics: all ? nil : window.statistics(at: now))
            } else {
                Output.text(report.text)
            }
        }
        if all, json { Output.line(window.statistics(at: now).compactText) }
        if check {
            for (one, result) in zip(conversations, results) {
                try Self.check(result.result, of: one.conversation)
            }
        }
        cache?.noteFailures()
    }

    /// The conversation that is meant, or all of the file.
    private func read() throws -> [RecordedFile.Conversation] {
        guard all else {
            let file = try RecordedFile(
                file, RecordedFile.Choice(id: self.conversation, number: number))
            return [
                RecordedFile.Conversation(conversation: file.transcript.conversation, place: number)
            ]
        }
        return try RecordedFile.all(of: file)
    }

    private func managed(
        _ one: RecordedFile.Conversation, by window: ContextWindow, at now: Duration
    ) async throws -> (result: ContextManagementResult, chunks: [ChunkStanding]) {
        let options = try options(
            of: one.conversation, at: all && one.hasOwnID ? nil : one.place)
        let counted = await window.count(one.conversation)
        let limited = try limited(window, counted)
        let result = await limited.manage(counted, options: options, at: now)
        let chunks =
            json ? limited.standing(ofChunksOf: counted, options: options, at: now) : []
        return (result, chunks)
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
    private func given(_ own: [PipelineConfiguration.Given]) throws -> PipelineConfiguration {
        var configuration = try settings.resolved().configuration
        try configuration.apply(own)
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
    /// What a window did so far, by the documented names.
    fileprivate func statistics(at now: Duration) -> JSONValue {
        let performance = performance(at: now)
        return .object(
            JSONObject([
                ("performance", performance.json), ("health", health(at: now).json),
                ("chunk_stats", performance.chunks.json),
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
