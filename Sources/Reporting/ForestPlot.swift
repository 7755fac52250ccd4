internal import Verdicts

/// Changes of times with their intervals, a row for each series, beside the threshold.
struct ForestPlot {
    /// The most series in one picture.
    static let mostRows = 40

    /// The series shown: those with the largest changes, the slowest first.
    let rows: [TimingJudgement]
    private let title: String
    private let unplaced: Int
    private let omitted: Int
    private let names: SeriesNames

    /// The plot of some judgements; nil if none of them has a change.
    init?(_ title: String, _ times: [TimingJudgement]) {
        let placed = times.filter { $0.change?.isFinite == true }
        guard !placed.isEmpty else { return nil }
        let largest = Self.ordered(placed) { $0.magnitude }.prefix(Self.mostRows)
        self.title = title
        rows = Self.ordered(Array(largest)) { $0 }
        names = SeriesNames(rows.map(\.series))
        unplaced = times.count - placed.count
        omitted = placed.count - rows.count
    }

    /// By a figure of the change, the largest first; what is alike by name.
    private static func ordered(
        _ times: [TimingJudgement], _ figure: (Double) -> Double
    ) -> [TimingJudgement] {
        times.sorted { one, other in
            let pair = (figure(one.change ?? 0), figure(other.change ?? 0))
            return pair.0 == pair.1 ? one.series < other.series : pair.0 > pair.1
        }
    }

    /// The picture's line in the report, and what it leaves out.
    func link(to path: String) -> String {
        var notes: [String] = []
        if omitted > 0 {
            notes.append(
                "The \(rows.count) largest changes; \(Figure.count(omitted)) smaller ones are in the "
                    + "table.")
        }
        if unplaced > 0 {
            notes.append("\(Figure.count(unplaced, "series")) without a change: see the table.")
        }
        return (["![\(Markdown.escaped(title))](\(path))"] + notes).joined(separator: "\n\n")
    }

    private static let frame = (left: 310.0, right: 606.0, top: 104.0, width: 820.0)
    private static let pitch = 24.0
    private static let labelWidth = 48

    /// The picture.
    var svg: String {
        var picture = SVGPicture(title, width: Self.frame.width, height: bottom + 44)
        addLegend(to: &picture)
        addGround(to: &picture)
        for (place, row) in rows.enumerated() {
            add(row, at: Self.frame.top + (Double(place) + 0.5) * Self.pitch, to: &picture)
        }
        return picture.svg
    }

    private var bottom: Double { Self.frame.top + Double(rows.count) * Self.pitch }
    private var threshold: Double { rows.map(\.threshold).max() ?? 0 }

    /// How far the axis goes: intervals without end must not hide what the others say.
    private var reach: Double {
        let changes = rows.compactMap(\.change).map(\.magnitude).max() ?? 0
        let noise = rows.compactMap(\.noise).filter(\.isFinite).map(\.magnitude).max() ?? 0
        return max(2 * threshold, 1.6 * changes, noise)
    }

    private var ends: [Double] {
        let intervals = rows.compactMap(\.interval).flatMap { [$0.lowerBound, $0.upperBound] }
        let noise = rows.compactMap(\.noise).filter(\.isFinite)
        let all = intervals + noise + rows.compactMap(\.change) + [-threshold, threshold]
        return all.map { min(max($0, -reach), reach) * 100 }
    }

    private var scale: ChartScale { ChartScale(ends, atLeast: 1) }

    private func x(_ change: Double) -> Double {
        let share = scale.share(of: change * 100)
        return Self.frame.left + share * (Self.frame.right - Self.frame.left)
    }
}

extension ForestPlot {
    private typealias Point = SVGPicture.Point

    private func addLegend(to picture: inout SVGPicture) {
        let marks: [(SVGPicture.Mark, String, SVGPicture.Ink)] = [
            (.right, "slower", .front), (.left, "faster", .front), (.disc, "equivalent", .front),
            (.ring, "inconclusive", .front), (.cross, "invalid", .front),
            (.square, "the base against itself", .other),
        ]
        _ = picture.legend(marks, from: Point(x: 22, y: 44))
        picture.rectangle(Point(x: 17, y: 60), Point(x: 12, y: 12), .band)
        let band = "within the threshold of \(Figure.percent(threshold))"
        picture.text(
            band + "; line: 99 % interval, open where it goes on", at: Point(x: 33, y: 70),
            isSmall: true)
        if let note = names.note { picture.text(note, at: Point(x: 17, y: 92), isSmall: true) }
    }

    private func addGround(to picture: inout SVGPicture) {
        let frame = Self.frame
        let left = x(-threshold)
        picture.rectangle(
            Point(x: left, y: frame.top), Point(x: x(threshold) - left, y: bottom - frame.top),
            .band)
        for tick in scale.ticks {
            let place = x(tick / 100)
            picture.line(Point(x: place, y: frame.top), Point(x: place, y: bottom))
            let sign = tick > 0 ? "+" : ""
            picture.text(
                sign + SVGText.number(tick), at: Point(x: place, y: bottom + 16), .middle)
        }
        picture.line(
            Point(x: x(0), y: frame.top), Point(x: x(0), y: bottom), .ink, width: 1.5)
        picture.text(
            "change of CPU time (%), less is faster",
            at: Point(x: (frame.left + frame.right) / 2, y: bottom + 36), .middle)
    }

    private func add(_ row: TimingJudgement, at y: Double, to picture: inout SVGPicture) {
        let change = row.change ?? 0
        let words = Figure.signedPercent(change) + " " + Self.words(row)
        picture.text(
            SVGText.fitted(names.short(row.series), width: Self.labelWidth),
            at: Point(x: Self.frame.left - 10, y: y + 4), .end, isSmall: true)
        if let noise = row.noise, noise.isFinite {
            picture.mark(
                .square, at: Point(x: x(noise), y: y), .other,
                "base against itself: " + Figure.signedPercent(noise))
        }
        if let interval = row.interval { add(interval, at: y, to: &picture) }
        picture.mark(
            Self.mark(row.verdict), at: Point(x: x(change), y: y), .front,
            "\(row.series): \(words)")
        picture.text(words, at: Point(x: Self.frame.right + 12, y: y + 4))
    }

    private func add(
        _ interval: ClosedRange<Double>, at y: Double, to picture: inout SVGPicture
    ) {
        let shown = (scale.ticks.first ?? 0)...(scale.ticks.last ?? 0)
        let ends = [interval.lowerBound, interval.upperBound].map { end in
            (x: x(end), isEnd: shown.contains(end * 100))
        }
        picture.interval(ends[0], ends[1], at: y)
    }

    private static func mark(_ verdict: Verdict) -> SVGPicture.Mark {
        switch verdict {
        case .regressed: .right
        case .improved: .left
        case .equivalent: .disc
        case .inconclusive: .ring
        case .invalid: .cross
        }
    }

    private static func words(_ row: TimingJudgement) -> String {
        let isHint = row.isAdvisory && row.verdict != .invalid
        return row.verdict.rawValue + (isHint ? " (advisory)" : "")
    }
}
