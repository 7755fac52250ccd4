import ArgumentParser
import ContextModel
import ContextPipeline
import Files
import Settings
import StrictJSON

/// Where summaries and descriptions of pictures are kept from one call to the next.
struct CacheOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep summaries, descriptions of pictures and what a session keeps of its compactions in this "
                + "folder for later calls, not in that of cache.folder; with chunks.persistent=off and "
                + "while something is recorded, none are kept.",
            valueName: "dir"))
    var cache: String?

    func validate() throws {
        guard cache != "" else { throw ValidationError("--cache takes a path.") }
    }
}

/// What is kept on disk from one call to the next, as a configuration wants it.
struct PersistentCache: Sendable {
    /// Summaries; nil where none are to be kept.
    let chunks: StoredChunks?
    /// Descriptions of pictures; nil where none are to be kept.
    let descriptions: StoredDescriptions?
    /// What sessions keep of their compactions; nil where nothing is to be kept.
    let sessions: StoredSessions?

    /// The folder's stores; nothing is written before something is kept.
    init(_ folder: String, for configuration: PipelineConfiguration) {
        let settings = configuration.chunks
        let database = RecordDatabase(
            folder: folder,
            options: RecordOptions(
                mapsFile: settings.isMapped, compresses: settings.isCompressed))
        chunks = settings.isPersistent ? StoredChunks(in: database) : nil
        descriptions = settings.isPersistent ? StoredDescriptions(in: database) : nil
        sessions = settings.isPersistent ? StoredSessions(in: database) : nil
    }

    /// Says what went wrong in the folder first, and how often. The result is right even so: what is not
    /// found is made again, and what cannot be kept is missing from later calls only.
    func noteFailures() {
        let counters = [chunks?.counters, descriptions?.counters, sessions?.counters]
            .compactMap(\.self)
        let problem =
            chunks?.takeProblem() ?? descriptions?.takeProblem() ?? sessions?.takeProblem()
        if let problem {
            let failures = counters.reduce(0) { $0 + $1.failures }
            Output.note(
                "winnow: cache: \(problem) (\(failures) reads and writes failed; the result is whole)"
            )
        }
        let damaged = counters.reduce(0) { $0 + $1.damaged }
        if damaged > 0 {
            Output.note("winnow: cache: \(damaged) damaged records were removed, and made again")
        }
    }

    /// The same for people; nil where nothing was found or written.
    var line: String? {
        guard let counters = chunks?.counters else { return nil }
        let told = [(counters.damaged, "damaged"), (counters.failures, "failed")]
            .filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }
        guard counters.hits + counters.writes > 0 || !told.isEmpty else { return nil }
        return "\(counters.hits) summaries found, \(counters.writes) written" + told.joined()
    }

    /// What happened to the stores in use, by their names.
    var json: JSONValue? {
        guard let chunks, let descriptions else { return nil }
        return .object(
            JSONObject([
                ("chunks", chunks.counters.json), ("descriptions", descriptions.counters.json),
            ]))
    }
}

extension StoreCounters {
    /// The counts by their names.
    fileprivate var json: JSONValue {
        .object(
            JSONObject([
                ("hits", .int(hits)), ("misses", .int(misses)), ("damaged", .int(damaged)),
                ("writes", .int(writes)), ("failures", .int(failures)),
                ("removals", .int(removals)),
            ]))
    }
}

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
