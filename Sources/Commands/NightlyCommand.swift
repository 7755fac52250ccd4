import ArgumentParser
import ContextModel
import Corpus
import Evaluation
import Foundation
import Reporting
import Results
import StrictJSON
import Verdicts

/// `winnow night`: the steps of `Benchmarks/nightly` that no other command has.
struct NightlyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "night", abstract: "Steps of Benchmarks/nightly: its verdict, and its caches.",
        subcommands: [NightlyVerdictCommand.self, NightlyCacheCommand.self])
}

/// `winnow night verdict`: the verdict on a nightly run.
struct NightlyVerdictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verdict", abstract: "Writes the verdict on a nightly run.",
        discussion: """
            Reads verdict.json, as --json of a command prints it, in the folder of each part; one that \
            is not there came to no verdict. Writes nightly.md and nightly.json, and prints the verdict. \
            Status 2: something is worse, 6: not everything could be compared.
            """)

    @Option(
        help: ArgumentHelp("The nightly run's folder, with one of each part.", valueName: "dir"))
    var report: String

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("The name of the nightly run.", valueName: "run"))
    var runName: String

    @Option(
        help: ArgumentHelp(
            "The verdicts on claims to compare this run's with.", valueName: "file"))
    var claimsBefore: String?

    @Option(help: ArgumentHelp("A part that was left out on purpose.", valueName: "part"))
    var without: [String] = []

    @Flag(help: "This run is the baseline of later ones.")
    var pinned = false

    @Argument(help: "The parts.")
    var parts: [String]

    func run() throws {
        let before = try claimsBefore.map { path in
            guard let record = Self.record(path) else {
                throw CommandFailure(
                    .badData, "\(path): no verdict; `winnow claims --json` prints one")
            }
            return record
        }
        let all = parts.map { name in
            NightlyReport.Part(
                name, path: Self.page(name, below: report),
                Self.record("\(report)/\(name)/verdict.json"))
        }
        let leftOut = without.map { NightlyReport.Part($0, nil, isLeftOut: true) }
        let nightly = NightlyReport(
            run: runName, all + leftOut, claimsBefore: before, isPinned: pinned)
        let path = try ReportFolder(report).write(nightly.files)
        Output.line("\(nightly.verdict): \(path)")
        switch nightly.conclusion {
        case .worse: throw CommandFailure(.regression, "")
        case .invalid: throw CommandFailure(.invalidEnvironmentOrResults, "")
        default: return
        }
    }

    /// The verdict in a file; nil if there is none.
    private static func record(_ path: String) -> VerdictRecord? {
        (try? InputText(path, for: .settings)).flatMap { VerdictRecord(json: $0.text) }
    }

    /// The report of a part, relative to the run's; nil if it writes none.
    private static func page(_ part: String, below report: String) -> String? {
        ["comparison", "history", "claims"].map { "\(part)/\($0).md" }
            .first { Paths.exists("\(report)/\($0)") }
    }
}

/// `winnow night cache`: whether the persistent cache keeps what it is given.
struct NightlyCacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Condenses the longest conversation of each corpus twice, with one cache.",
        discussion: """
            Two processes each, the second with what the first has kept: it has to find every summary \
            and give the same messages. Status 2: it did not.
            """)

    @OptionGroup var corporaOption: CorporaOption

    @Flag(help: "Print the verdict as one JSON object.")
    var json = false

    /// What keeps summaries: by chunk, and by the whole old part.
    private static let managements = ["chunked", "full"]

    func run() throws {
        let folder = try CorpusFolder(corporaOption.folder())
        let cache = try TemporaryFolder()
        defer { cache.remove() }
        var trials: [PersistenceCheck.Trial] = []
        for name in folder.names {
            let transcripts = try folder.load(name, keepingTranscripts: true).transcripts
            // Of the longest most is condensed.
            let longest = transcripts.max {
                $0.conversation.messages.count < $1.conversation.messages.count
            }
            guard let longest else { continue }
            for management in Self.managements {
                let condensation = CachedCondensation(
                    file: folder.root + "/" + longest.source.path,
                    conversation: longest.conversation.id, management: management,
                    cache: "\(cache.path)/\(name)-\(management)")
                trials.append(try condensation.trial(named: "\(name) \(management)"))
            }
        }
        let check = PersistenceCheck(trials)
        if json { Output.line(check.record.json) } else { Output.write(check.text) }
        if check.record.conclusion == .worse { throw CommandFailure(.regression, "") }
        guard check.record.isComplete else {
            throw CommandFailure(
                .invalidEnvironmentOrResults, "no conversation is long enough to be condensed")
        }
    }
}

/// A conversation that is condensed with a cache on disk.
private struct CachedCondensation {
    let file: String
    let conversation: String
    let management: String
    let cache: String

    /// What a process says of itself.
    private struct Result {
        let messages: JSONValue
        let counters: JSONValue

        func count(_ name: String) -> Int { counters[name]?.number?.int ?? 0 }
    }

    /// Two processes, one after the other.
    func trial(named name: String) throws -> PersistenceCheck.Trial {
        let first = try condense()
        let second = try condense()
        return PersistenceCheck.Trial(
            name: name, written: first.count("writes"), found: second.count("hits"),
            failed: second.count("writes") + second.count("damaged") + second.count("failures"),
            isSame: first.messages == second.messages)
    }

    private func condense() throws -> Result {
        let chosen = conversation.isEmpty ? [] : ["--conversation", conversation]
        // A third of its size: most of the conversation is condensed.
        let ending = try ChildProcess(
            Installation.executablePath,
            ["condense", "--json", "--limit", "30%", "--set", "management=\(management)"]
                + ["--cache", cache] + chosen + [file], output: .kept
        ).run()
        guard ending.status == 0, let object = try? JSONValue(parsing: ending.text),
            let messages = object["messages"], let counters = object["cache"]?["chunks"]
        else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "\(file): `winnow condense --cache` ended with \(ending.words)")
        }
        return Result(messages: messages, counters: counters)
    }
}

/// The stored values of a matrix as series: those that its latest run has, and those that are gone.
struct NightlySeries {
    /// All series, by corpus, mode, configuration and metric.
    let all: [SeriesHistory]

    /// Reads the series of some metrics; none where the matrix has no run. O(values).
    init(_ store: ResultStore, metrics: [Metric], matrix: String) throws {
        let runs = try store.runs().filter { $0.work.name == matrix }.map(\.id)
        guard let latest = runs.last else {
            all = []
            return
        }
        let groups = Self.groups(try store.history(of: metrics, matrix: matrix))
        let current = groups.filter { $0.last?.run == latest }
        let identities = Set(current.map { SeriesIdentity($0[0]) })
        let names = Set(current.map { SeriesIdentity($0[0]).withoutContent })
        let accepted = Set(try Self.runs(runs, before: store.baseline(for: latest)))
        let common = Self.common(groups)
        all = groups.compactMap { points in
            guard let last = points.last, let first = points.first else { return nil }
            let name = Self.name(first, without: common)
            if last.run == latest { return Self.series(name, points, isGone: false) }
            // Another machine goes on with it, or whoever pinned the baseline saw it go.
            let identity = SeriesIdentity(first)
            guard !identities.contains(identity), !accepted.contains(last.run) else { return nil }
            let isReplaced = names.contains(identity.withoutContent)
            return Self.series(
                isReplaced ? name + " (other recordings)" : name, points, isGone: true)
        }
    }

    /// The runs that came before the baseline; none without one.
    private static func runs(_ runs: [String], before baseline: String?) -> ArraySlice<String> {
        runs[..<(baseline.flatMap { runs.firstIndex(of: $0) } ?? 0)]
    }

    /// Values of the same series, in the order of the first of each.
    private static func groups(_ points: [StoredPoint]) -> [[StoredPoint]] {
        var places: [SeriesKey: Int] = [:]
        var groups: [[StoredPoint]] = []
        for point in points {
            let key = SeriesKey(point)
            if let place = places[key] {
                groups[place].append(point)
            } else {
                places[key] = groups.count
                groups.append([point])
            }
        }
        return groups
    }

    /// The settings that all series share, which are no part of their names.
    private static func common(_ groups: [[StoredPoint]]) -> Set<AxisValue> {
        let settings = groups.map { $0[0].configuration }
        return settings.reduce(Set(settings.first ?? [])) { $0.intersection($1) }
    }

    private static func name(_ point: StoredPoint, without common: Set<AxisValue>) -> String {
        let settings = point.configuration.filter { !common.contains($0) }
            .map { "\($0.axis)=\($0.value)" }
        return ([point.corpus, point.mode] + settings + [point.name]).joined(separator: " ")
    }

    private static func series(
        _ name: String, _ points: [StoredPoint], isGone: Bool
    ) -> SeriesHistory {
        SeriesHistory(
            name: name, metric: points[0].metric,
            points: points.map {
                SeriesHistory.Point(run: $0.run, revision: $0.revision, value: $0.value)
            }, isGone: isGone)
    }
}

/// What a series is of, wherever it was measured.
private struct SeriesIdentity: Hashable {
    let corpus: String
    var content: String
    let mode: String
    let configuration: [AxisValue]
    let name: String

    init(_ point: StoredPoint) {
        corpus = point.corpus
        content = point.corpusHash
        mode = point.mode
        configuration = point.configuration
        name = point.name
    }

    /// The same of whatever recordings.
    var withoutContent: Self {
        var identity = self
        identity.content = ""
        return identity
    }
}

/// What values of one series have in common: exact ones are the same on every machine.
private struct SeriesKey: Hashable {
    let identity: SeriesIdentity
    let environment: String

    init(_ point: StoredPoint) {
        identity = SeriesIdentity(point)
        environment = point.metric.metricClass == .deterministic ? "" : point.environment
    }
}
