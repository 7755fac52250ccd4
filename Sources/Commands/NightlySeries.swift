import Evaluation
import Results
import Verdicts

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
