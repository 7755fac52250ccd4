package import Evaluation
internal import Statistics

/// What the last run says about a series, beside the runs before.
package enum Triage: String, Hashable, Sendable, CaseIterable {
    /// The level has changed for the worse, and stayed; or an exact value is worse.
    case regressed
    /// It was there before, and the latest run has no value of it: nothing can be said.
    case gone
    /// The level has changed for the better, and stayed; or an exact value is better.
    case improved
    /// An exact value that is neither good nor bad has changed.
    case changed
    /// The last value stands out, alone.
    case outlier
    /// As before.
    case steady
    /// Too few runs to say anything.
    case new
}

/// One series over the nightly runs: times within one environment, exact values wherever they were
/// measured.
package struct SeriesHistory: Hashable, Sendable {
    /// A run's value.
    package struct Point: Hashable, Sendable {
        /// The run.
        package var run: String
        /// The revision that was measured.
        package var revision: String
        /// The value: of repetitions the median.
        package var value: MeasuredValue

        /// A value of a run.
        package init(run: String, revision: String, value: MeasuredValue) {
            self.run = run
            self.revision = revision
            self.value = value
        }
    }

    /// The series: corpus, mode, configuration and metric, for people.
    package let name: String
    /// What is measured.
    package let metric: Metric
    /// The values, the earliest first.
    package let points: [Point]
    /// What is said of the last one.
    package let triage: Triage
    /// Where the level has changed.
    package let changes: [Change]

    /// A change of the level of times.
    package struct Change: Hashable, Sendable {
        /// The first run of the new level.
        package let run: String
        /// The revision of that run.
        package let revision: String
        /// The median before.
        package let before: Double
        /// The median after.
        package let after: Double
    }

    /// How many runs before the last one make the fence: a month of nightly runs.
    package static let fenceRuns = 30
    /// How many runs changes are looked for in: the search is quadratic, and older news is none.
    package static let searched = 90
    /// Within how many runs a change is news: it takes about ten to be sure of one.
    package static let recent = 20

    /// A series of some points, in order of time; one that the latest run lacks is gone.
    /// O(permutations · n²) for times.
    package init(name: String, metric: Metric, points: [Point], isGone: Bool = false) {
        self.name = name
        self.metric = metric
        self.points = points
        let numbers = points.compactMap(\.value.number)
        guard !isGone else {
            changes = []
            triage = .gone
            return
        }
        guard Self.isTime(metric), numbers.count == points.count else {
            changes = []
            triage = Self.exactTriage(points, metric)
            return
        }
        changes = Self.changes(points, numbers, metric)
        triage = Self.timeTriage(points, numbers, changes, metric)
    }

    private static func exactTriage(_ points: [Point], _ metric: Metric) -> Triage {
        guard points.count > 1, let last = points.last?.value else { return .new }
        let before = points[points.count - 2].value
        guard !metric.isSame(before, last) else { return .steady }
        guard let new = last.number, let old = before.number else { return .changed }
        return direction(from: old, to: new, metric)
    }

    private static func direction(from old: Double, to new: Double, _ metric: Metric) -> Triage {
        switch metric.polarity {
        case .neutral: .changed
        case .higherIsBetter: new > old ? .improved : .regressed
        case .lowerIsBetter: new < old ? .improved : .regressed
        }
    }

    private static func changes(
        _ points: [Point], _ numbers: [Double], _ metric: Metric
    ) -> [Change] {
        let start = max(0, points.count - searched)
        let least = metric.metricClass == .cpuTime ? 0.02 : 0.05
        let search = ChangePoints(leastChange: least, permutations: 199, seed: 0)
        return search.changes(in: Array(numbers[start...])).map { change in
            let point = points[start + change.index]
            return Change(
                run: point.run, revision: point.revision, before: change.before,
                after: change.after)
        }
    }

    private static func timeTriage(
        _ points: [Point], _ numbers: [Double], _ changes: [Change], _ metric: Metric
    ) -> Triage {
        guard let last = numbers.last else { return .new }
        let news = Set(points.suffix(recent).map(\.run))
        if let change = changes.last(where: { news.contains($0.run) }) {
            return direction(from: change.before, to: change.after, metric)
        }
        guard let fence = fence(of: points, numbers, changes) else { return .new }
        return fence.values.contains(last) ? .steady : .outlier
    }

    /// What the runs before the last one were like.
    package struct Fence: Hashable, Sendable {
        /// The positions of these runs.
        package let runs: Range<Int>
        /// What does not stand out.
        package let values: ClosedRange<Double>
    }

    /// What the last value is held against; nil for exact values, for what is gone, and for too few runs.
    /// O(n log n).
    package var fence: Fence? {
        let numbers = points.compactMap(\.value.number)
        guard Self.isTime(metric), numbers.count == points.count, triage != .gone else {
            return nil
        }
        return Self.fence(of: points, numbers, changes)
    }

    /// How far a single value may lie from the middle of its fence without standing out, relative to it;
    /// nil where there is no fence. O(n log n).
    package var unseen: Double? {
        guard let values = fence?.values else { return nil }
        let middle = (values.lowerBound + values.upperBound) / 2
        return middle > 0 ? (values.upperBound - middle) / middle : nil
    }

    /// The level since the last change is what the last value is held against.
    private static func fence(
        of points: [Point], _ numbers: [Double], _ changes: [Change]
    ) -> Fence? {
        let level = changes.last.flatMap { change in points.firstIndex { $0.run == change.run } }
        let before = numbers.dropLast().suffix(from: level ?? 0).suffix(fenceRuns)
        return InterquartileFence(Array(before)).map {
            Fence(runs: before.indices, values: $0.range)
        }
    }

    private static func isTime(_ metric: Metric) -> Bool {
        metric.metricClass == .cpuTime || metric.metricClass == .wallTime
    }

    /// The last `count` values as a line of blocks, the least at the bottom.
    package func sparkline(_ count: Int = 30) -> String {
        let numbers = points.suffix(count).compactMap(\.value.number)
        guard let low = numbers.min(), let high = numbers.max() else { return "" }
        let blocks = Array("▁▂▃▄▅▆▇█")
        return String(
            numbers.map { number in
                guard high > low else { return blocks[3] }
                return blocks[Int(((number - low) / (high - low) * 7).rounded())]
            })
    }
}
