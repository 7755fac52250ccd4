import ArgumentParser
import Backends
import ContextModel
import ContextPipeline
import Files
import Foundation
import Settings
import Summarization

/// Where summaries come from, for the summarisers `recorded` and `http`.
struct SummarizerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Recorded summaries, as JSON lines, for condensation.summarizer=recorded; by default the "
                + "shipped ones.", valueName: "file"))
    var cassette: String?

    @Option(
        help: ArgumentHelp(
            "Ask the model for what is not recorded, and append each answer to this file of JSON lines.",
            valueName: "file"))
    var record: String?

    @Option(
        help: ArgumentHelp(
            "The model server's address, version included (http://127.0.0.1:8080/v1), for "
                + "condensation.summarizer=http; by default what SERVER_URL says. A key is only taken "
                + "from SERVER_API_KEY.", valueName: "url"))
    var endpoint: String?

    @Option(help: "The model that summarises, as its server knows it; by default SERVER_MODEL.")
    var model: String?

    @Option(name: .customLong("protocol"), help: "What the model's server speaks.")
    var wire = WireProtocol.chatCompletions

    @Option(
        help: ArgumentHelp(
            "The most tokens of messages that the model is asked to summarise at once; 6000 if not given, "
                + "for the models of tiers what their tier can read.", valueName: "tokens"))
    var inputLimit: Int?

    @Option(
        help: ArgumentHelp(
            "The sampling temperature, 0 to 2, 0.3 if not given; `server` sends none, as some models "
                + "demand.", valueName: "number|server"))
    var temperature: String?

    func validate() throws {
        guard inputLimit ?? 1 > 0 else {
            throw ValidationError("--input-limit takes a number from 1.")
        }
        guard temperature == "server" || sampling.map((0...2).contains) == true else {
            throw ValidationError("--temperature takes a number from 0 to 2, or server.")
        }
        // Arguments are seen by every user of the machine.
        guard endpoint.map(ServedName.hasSecret) != true else {
            throw ValidationError(
                "--endpoint takes an address without user, query or fragment: a key is only taken "
                    + "from SERVER_API_KEY.")
        }
    }

    /// Refuses options that change nothing, since no summariser that was chosen looks at them.
    func check(_ names: Set<SummarizerName>) throws {
        if cassette != nil, !names.contains(.recorded), record == nil {
            throw Self.unused("--cassette", needs: "recorded")
        }
        let asksModel = names.contains(.http) || record != nil
        for (option, value) in [
            ("--endpoint", endpoint), ("--model", model), ("--temperature", temperature),
        ]
        where value != nil && !asksModel {
            throw Self.unused(option, needs: "http")
        }
    }

    private static func unused(_ option: String, needs summarizer: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "\(option): nothing looks at it; condensation.summarizer has to be \(summarizer)")
    }

    /// The sampling temperature; nil leaves it to the server.
    var sampling: Double? { temperature.map { Double($0) } ?? Self.documentedTemperature }

    /// Doc 004: low, so that summaries say nearly the same each time.
    private static let documentedTemperature = 0.3

    /// The variable that names the server all share.
    static let addressVariable = "SERVER_URL"

    /// The model that summarises, as far as it is known.
    var modelName: String? { model ?? Self.environment("SERVER_MODEL") }

    /// An option, or else what a variable of the environment says; both missing is refused.
    func needed(_ option: String?, _ name: String, variable: String) throws -> String {
        let value = option ?? Self.environment(variable) ?? ""
        guard value.isEmpty else { return value }
        throw CommandFailure(
            .inputMissing,
            "condensation.summarizer=http: name the \(name) with --\(name) or in the environment "
                + "variable \(variable)")
    }

    /// A variable of the environment, nil if it is missing or empty.
    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension WireProtocol: ExpressibleByArgument {}

/// The summarisers by the names of the setting table, made once for a whole command.
struct Summarizers: Sendable {
    private let recording: Recording?
    private let model: (any Summarizer)?
    private let recorder: NewRecording?
    /// The models that are tried one after the other, where a task is routed.
    let chain: FallbackSummarizer?

    /// Makes a chain of models, in the place of the one that the options name.
    typealias MakeChain = (any NetworkServices) throws -> FallbackSummarizer

    /// Makes what some names need; a file or a variable that is missing is refused here, before
    /// anything is replayed. With `--record` both recordings and models are asked and recorded.
    init(
        _ options: SummarizerOptions, for names: Set<SummarizerName>, chain make: MakeChain? = nil
    ) throws {
        try options.check(names)
        let asksModel = options.asksModel(names)
        chain = try asksModel ? make.map { try $0(Self.services()) } : nil
        let asked: (any Summarizer)? = chain
        if let path = options.record {
            guard names.contains(.http) || names.contains(.recorded) else {
                throw CommandFailure(
                    .usage,
                    "--record: nothing to record; condensation.summarizer has to be http or recorded"
                )
            }
            // Who is asked comes first: without anybody no file is made.
            let upstream = try asked ?? Self.model(options)
            let recorder = try NewRecording(
                path, known: try options.cassette.map(Recording.cassette))
            model = RecordedSummarizer(recorder, recording: upstream, hasher: SHA256Hasher())
            (recording, self.recorder) = (nil, recorder)
        } else {
            recording = names.contains(.recorded) ? try Recording(options.cassette) : nil
            model = names.contains(.http) ? try asked ?? Self.model(options) : nil
            recorder = nil
        }
    }

    /// The summariser that a configuration names; nil for the embedded extract, which needs none.
    func summarizer(
        for configuration: PipelineConfiguration, seed: UInt64
    ) throws -> (any Summarizer)? {
        switch configuration.condensation.summarizer {
        case .extractive: return nil
        case .faulty:
            let name = configuration.counter.rawValue
            guard let counter = Counters.named(name) else {
                throw CommandFailure(.usage, "there is no counter '\(name)'")
            }
            return FaultySummarizer(
                ExtractiveSummarizer(counter: counter),
                rate: configuration.condensation.faultRate, seed: seed,
                isTransient: configuration.condensation.hasTransientFaults)
        case .recorded: return recording?.summarizer ?? model
        case .http: return model
        }
    }

    /// Says what was recorded, or which answers a recording lacks; a recording that could not be
    /// written is an error.
    func finish() throws {
        if let misses = recording?.misses, misses > 0 {
            Output.note(
                "winnow: \(misses) requests for summaries are not recorded: extracts stand in for "
                    + "them; --record asks a model")
        }
        try recorder?.finish()
    }

    private static func model(_ options: SummarizerOptions) throws -> any Summarizer {
        // Without the network stack nothing that an option or variable lacks matters.
        let services = try services()
        return try ServedModel(options).summarizer(services)
    }

    private static func services() throws -> any NetworkServices {
        guard let services = Network.services else { throw Network.missing }
        return services
    }
}
