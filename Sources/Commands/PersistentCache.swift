import ArgumentParser
import ContextModel
import Files
import Settings
import StrictJSON

/// Where summaries and descriptions of pictures are kept from one call to the next.
struct CacheOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep summaries, descriptions of pictures and what a session keeps of its compactions in this "
                + "folder for later calls; without it, with chunks.persistent=off and while something "
                + "is recorded, none are kept.",
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

    /// Fails with what went wrong in the folder first. The result is right even so, and stands already:
    /// summaries were recomputed.
    func finish() throws {
        let problem =
            chunks?.takeProblem() ?? descriptions?.takeProblem() ?? sessions?.takeProblem()
        guard let problem else { return }
        throw CommandFailure(.outputFailed, "--cache: \(problem)")
    }

    /// The same for people; nil where nothing was found or written.
    var line: String? {
        guard let counters = chunks?.counters, counters.hits + counters.writes > 0 else {
            return nil
        }
        return "\(counters.hits) summaries found, \(counters.writes) written"
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
