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
        let conversation = try RecordedFile(
            file, RecordedFile.Choice(id: self.conversation, number: number)
        ).transcript.conversation
        let (configuration, counter) = try configured(try given.get())
        let options = try options(of: conversation)
        let summarizers = try Summarizers(
            summaries, for: [configuration.condensation.summarizer])
        // What is answered from disk would be missing in what is recorded.
        let cache =
            summaries.record == nil
            ? cacheOption.cache.map { PersistentCache($0, for: configuration) } : nil
        let recorded = try descriptions.map { try PictureDescriptions($0) }
        let window = try ContextWindow(
            configuration, counter: counter,
            dependencies: try PipelineDependencies.real(
                configuration, summarizers, cache, describer: recorded?.describer))
        let counted = await window.count(conversation)
        // What other processes kept is dated by the clock that all share.
        let result = try await limited(window, counted).manage(
            counted, options: options, at: .milliseconds(Clocks.millisecondsSince1970()))
        try summarizers.finish()
        recorded?.noteUnused(in: conversation)
        let details = try more(result, configuration)
        let report = CondenseReport(result, of: conversation, cache, details)
        if json { try print(report) } else { Output.text(report.text) }
        cache?.noteFailures()
        if check { try Self.check(result, of: conversation) }
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
