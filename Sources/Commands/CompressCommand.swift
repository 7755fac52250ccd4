import ArgumentParser
import Compression
import ContextPipeline
import Settings
import StrictJSON
import Tokenization

/// `winnow compress`: repeated phrases into symbols of one token, reversibly.
struct CompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compress",
        abstract: "Puts one-token symbols in the place of repeated phrases, reversibly.",
        discussion: """
            A conversation (Chat Completions or Anthropic Messages, an object or an array) is compressed \
            turn by turn: the rules that a turn adds stand before its first text, and what was sent \
            before stays as it was. Any other UTF-8 file is one text. Nothing is changed where the \
            dictionary would cost more than it saves. `winnow decompress` gives back the same.

            With --session or --state, conversations go on from call to call: a later call with more \
            messages uses the same symbols. The file then holds requests of any known format, JSON lines \
            among them, which are compressed one after the other, one line of output each; a request \
            may have members `session` and `timestamp` (seconds) of its own. A conversation is known \
            by its session and the first hundred characters of its first user message.

            All settings named compression.* act here (`winnow settings` lists them), those of a JSONC file \
            with the documented groups, too: --settings config/config.jsonc. compression.mode is \
            conversation unless it is given. With DEBUG or log.performance, decisions and times go to \
            standard error.
            """)

    @OptionGroup var choice: CompressionOptions

    @OptionGroup(title: "Sessions") var sessions: SessionOptions

    @OptionGroup(title: "Efficiency, turn by turn") var table: TurnTableOptions

    @OptionGroup(title: "Settings") var settings: SettingsOptions

    @Argument(help: "The file; `-` is standard input. Not needed with --stats or --reset.")
    var file: String?

    func validate() throws {
        if table.turns, sessions.areKept {
            throw ValidationError("--turns shows one conversation alone, without a session.")
        }
        if sessions.reset, sessions.stats {
            throw ValidationError("--reset does not go with --stats.")
        }
        if sessions.reset, file == nil, sessions.session != nil {
            throw ValidationError(
                "--reset --session takes a file with a request of the conversation; alone, --reset "
                    + "forgets all conversations.")
        }
        if file == nil, !sessions.reset, !sessions.stats {
            throw ValidationError("Missing expected argument '<file>'")
        }
        if !table.turns, table.isGiven {
            throw ValidationError("--conversation, --number and --json go with --turns.")
        }
    }

    func run() throws {
        let plan = try choice.plan(try settings.resolved())
        if sessions.areKept { return try SessionRun(plan, sessions).run(file) }
        guard let file else { return }
        if table.turns { return try TurnTable(file, plan, table).print() }
        let input = try InputText(file, for: .compression)
        let start = plan.clock.now()
        let alphabet = SymbolAlphabet(plan.tokenizer)
        let document =
            try conversation(in: input, file).map {
                CompressedDocument(
                    $0, plan.tokenizer, alphabet, plan.settings, watching: plan.tell)
            }
            ?? CompressedDocument(
                text: input.text, plan.tokenizer, alphabet, plan.settings, watching: plan.tell)
        plan.tell(document, since: start)
        Output.line(document.json.compactText)
    }

    /// The conversation that a file is; nil for any other text. What begins as a conversation and is no
    /// strict JSON is refused: expanded, it would be another.
    private func conversation(
        in input: InputText, _ file: String
    ) throws -> ConversationJSON? {
        do throws(JSONError) {
            return ConversationJSON(try JSONValue(parsing: input.bytes))
        } catch {
            guard error.isOfStrictness, input.looksLikeConversation else { return nil }
            throw CommandFailure(.badData, "\(file): \(error)")
        }
    }
}

/// What decides on compression: options, which outweigh settings.
struct CompressionOptions: ParsableArguments {
    @Option(
        help: "The vocabulary: cl100k_base or o200k_base; by default that of the setting `counter`."
    )
    var encoding: Encoding?

    @Option(
        help: ArgumentHelp(
            "What may be touched, comma-separated: \(Self.kinds). By default as compression.contents "
                + "says. A turn's rules stand before its first text that is not the model's own, of those "
                + "that may be touched if there is one.",
            valueName: "kinds"))
    var contents: String?

    @Option(
        help: ArgumentHelp(
            "Fewer characters of new text than this bring no new rules; by default as "
                + "compression.minimumCharacters says."))
    var minCharacters: Int?

    @Flag(
        help: ArgumentHelp(
            "Use rules however little they save; by default, a conversation that saves less than "
                + "\(CompressionSettings().minimumEfficiency) gets no new ones."
        ))
    var force = false

    private static let kinds = TextKind.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        guard minCharacters ?? 0 >= 0 else {
            throw ValidationError("--min-characters takes a number from 0.")
        }
    }

    /// What is to be done, by settings and by the options over them.
    func plan(_ resolved: ResolvedSettings) throws -> CompressionPlan {
        let configuration = resolved.configuration
        let policy = configuration.compression
        var settings = policy.settings
        if let contents { settings.contents = try chosen(contents) }
        if let minCharacters { settings.limits.minimumCharacters = minCharacters }
        if force { settings.isForced = true }
        // Whoever calls this command wants compression, which is off for a pipeline that nobody asked.
        let isChosen = resolved.rows.contains {
            $0.setting.name == "compression.mode" && $0.source != .standard
        }
        switch isChosen ? policy.mode : .conversation {
        case .conversation: break
        case .request: settings.isEnabled = false
        case .off:
            Output.note("winnow: compression.mode=off: nothing is compressed")
            settings.limits.maximumRules = 0
        }
        let counter = configuration.counter.rawValue
        guard let encoding = encoding ?? Encoding(rawValue: counter) else {
            throw SettingError.invalid(
                name: "counter", value: counter,
                range: Encoding.allCases.map(\.rawValue).joined(separator: " or ")
                    + " for compression: what a symbol costs is known for those alone")
        }
        return CompressionPlan(
            settings: settings, tokenizer: Tokenizer(encoding), log: configuration.documented)
    }

    private func chosen(_ contents: String) throws -> Set<TextKind> {
        Set(
            try contents.split(separator: ",").map { name in
                guard let kind = TextKind(rawValue: String(name)) else {
                    throw CommandFailure(
                        .usage, "--contents: '\(name)': expected some of \(Self.kinds)")
                }
                return kind
            })
    }
}

/// How a call of the command compresses, and what it tells meanwhile.
struct CompressionPlan {
    let settings: CompressionSettings
    let tokenizer: Tokenizer
    let log: DocumentedSettings
    let clock = PipelineClock.real

    /// Tells what was decided in a turn, if that is asked for.
    func tell(_ figures: TurnFigures) {
        note(.debug, "compression: " + figures.decision(settings))
    }

    /// Tells what became of a document and how long it took, if that is asked for.
    func tell(_ document: CompressedDocument, since start: Duration) {
        note(
            .performance,
            "compression: \(document.originalTokens) -> "
                + "\(document.compressedTokens + document.decoderTokens) tokens, "
                + "\(document.rules.count) rules, in "
                + "\(Int((clock.now() - start) / .milliseconds(1))) ms")
    }

    private func note(_ topic: PipelineEvent.Topic, _ text: @autoclosure () -> String) {
        guard log.logs(topic) else { return }
        Output.note("winnow: \(PipelineEvent(topic, text()))")
    }
}

extension InputText {
    /// Whether an object or array that mentions messages or roles begins here.
    fileprivate var looksLikeConversation: Bool {
        let start = bytes.first { $0 > 0x20 }
        guard start == UInt8(ascii: "{") || start == UInt8(ascii: "[") else { return false }
        return text.contains("\"messages\"") || text.contains("\"role\"")
    }
}
