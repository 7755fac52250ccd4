import ContextModel
import ContextPipeline
import Files
import Settings
import Summarization

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
                rate: configuration.condensation.faultRateMillionths, seed: seed,
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
