import ContextModel
import ContextPipeline
import Files
import Settings

extension PipelineDependencies {
    /// This machine's dependencies: the real clock, the hasher, the summariser that a configuration
    /// names, and what is kept on disk.
    static func real(
        _ configuration: PipelineConfiguration, _ summarizers: Summarizers,
        _ cache: PersistentCache?, describer: (any ImageDescriber)?
    ) throws -> PipelineDependencies {
        var dependencies = PipelineDependencies(
            hasher: SHA256Hasher(),
            summarizer: try summarizers.summarizer(for: configuration, seed: 0), clock: .real,
            chunks: cache?.chunks, descriptions: cache?.descriptions)
        dependencies.describer = describer
        dependencies.observer = { Output.note("winnow: \($0)") }
        return dependencies
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
