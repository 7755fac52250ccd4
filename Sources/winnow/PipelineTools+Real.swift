import ContextModel
import ContextPipeline
import Storage
import Summarization

extension PipelineTools {
    /// This machine's tools: the real clock, the hasher, the summariser that a configuration names.
    static func real(
        _ configuration: PipelineConfiguration, counter: any TokenCounter, cassette: String? = nil,
        model: String? = nil
    ) throws -> PipelineTools {
        PipelineTools(
            hasher: SHA256Hasher(),
            summarizer: try Summarizers.named(
                configuration.condensation.summarizer, counter: counter,
                .init(cassette: cassette, model: model, seed: 0)),
            clock: .real)
    }
}

extension PipelineClock {
    /// Time as it passes.
    static var real: PipelineClock {
        let start = ContinuousClock.now
        return PipelineClock {
            ContinuousClock.now - start
        } wait: { duration in
            try await ContinuousClock().sleep(for: duration)
        }
    }
}

/// The summarisers by the names of the setting table.
enum Summarizers {
    /// What some of them need.
    struct Needs {
        var cassette: String?
        var model: String?
        var seed: UInt64
    }

    /// The summariser of a name; nil for the embedded extract, which needs none.
    static func named(
        _ name: SummarizerName, counter: any TokenCounter, _ needs: Needs
    ) throws -> (any Summarizer)? {
        switch name {
        case .extractive: return nil
        case .faulty:
            return FaultySummarizer(
                ExtractiveSummarizer(counter: counter), seed: needs.seed)
        case .recorded:
            throw CommandFailure(.inputMissing, "no cassettes yet")
        case .http:
            throw CommandFailure(
                .usage,
                "this program was built without the network, which condensation.summarizer=http needs"
            )
        }
    }
}
