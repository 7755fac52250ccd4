internal import Evaluation
internal import Statistics
internal import Verdicts

/// Series over the nightly runs as small line charts, all in one picture.
struct HistoryChart {
    /// The most series in one picture.
    static let mostPanels = 24

    /// The runs that a chart shows.
    static let mostRuns = SeriesHistory.searched

    private let title: String
    private let panels: [HistoryPanel]
    private let omitted: Int
    private let names: SeriesNames

    /// The charts of those series that have numbers of two runs; nil if there are none.
    init?(_ title: String, _ series: [SeriesHistory]) {
        let drawable = series.compactMap { HistoryPanel($0) }
        guard !drawable.isEmpty else { return nil }
        self.title = title
        panels = Array(drawable.prefix(Self.mostPanels))
        omitted = series.count - panels.count
        names = SeriesNames(panels.map(\.name))
    }

    /// The picture's line in the report, and what it leaves out.
    func link(to path: String) -> String {
        let note = "\n\n\(Figure.count(omitted)) more series are in the table only."
        return "![\(Markdown.escaped(title))](\(path))" + (omitted > 0 ? note : "")
    }

    private static let width = 820.0
    private static let top = 88.0

    /// The picture.
    var svg: String {
        let lines = (panels.count + 1) / 2
        var picture = SVGPicture(
            title, width: Self.width,
            height: Self.top + Double(lines) * HistoryPanel.size.height + 8)
        addLegend(to: &picture)
        for (place, panel) in panels.enumerated() {
            let corner = SVGPicture.Point(
                x: Double(place % 2) * Self.width / 2,
                y: Self.top + Double(place / 2) * HistoryPanel.size.height)
            panel.draw(as: names.short(panel.name), at: corner, in: &picture)
        }
        return picture.svg
    }

    private func addLegend(to picture: inout SVGPicture) {
        if let note = names.note {
            picture.text(note, at: SVGPicture.Point(x: 17, y: 72), isSmall: true)
        }
        picture.mark(.disc, at: SVGPicture.Point(x: 22, y: 46), .front, "latest run")
        picture.text("latest run", at: SVGPicture.Point(x: 33, y: 50), isSmall: true)
        picture.rectangle(
            SVGPicture.Point(x: 106, y: 40), SVGPicture.Point(x: 12, y: 12), .band)
        picture.text(
            "fence of the runs before", at: SVGPicture.Point(x: 123, y: 50), isSmall: true)
        picture.line(
            SVGPicture.Point(x: 285, y: 38), SVGPicture.Point(x: 285, y: 54), .ink, isDashed: true)
        picture.text("change of level", at: SVGPicture.Point(x: 292, y: 50), isSmall: true)
        picture.line(
            SVGPicture.Point(x: 392, y: 46), SVGPicture.Point(x: 412, y: 46), .ink, width: 2)
        picture.text(
            "level (median); from left to right: run after run",
            at: SVGPicture.Point(x: 417, y: 50), isSmall: true)
    }
}

/// One series over the nightly runs.
struct HistoryPanel {
    static let size = (width: 410.0, height: 158.0)
    private static let frame = (left: 84.0, right: 394.0, top: 24.0, bottom: 122.0)

    /// The name of the series.
    var name: String { series.name }

    private let series: SeriesHistory
    private let values: [Double]
    /// The position of the first value among all of the series.
    private let first: Int
    private let scale: ChartScale

    /// The panel of a series; nil for one without numbers of two runs.
    init?(_ series: SeriesHistory) {
        let numbers = series.points.compactMap(\.value.number).filter(\.isFinite)
        guard numbers.count == series.points.count, numbers.count > 1 else { return nil }
        self.series = series
        values = numbers.suffix(HistoryChart.mostRuns)
        first = numbers.count - values.count
        let level = Quantile.interpolated(at: 0.5, of: values).magnitude
        let isTime = series.metric.unit == .nanoseconds
        let fence = series.fence.map { [$0.values.lowerBound, $0.values.upperBound] } ?? []
        // What hardly differs should not look as if it did; of exact values every change counts.
        scale = ChartScale(
            values + fence, atLeast: level > 0 ? level * (isTime ? 0.05 : 0.001) : 1)
    }

    /// Draws the panel with its upper left corner at a place.
    func draw(as name: String, at corner: SVGPicture.Point, in picture: inout SVGPicture) {
        let axes = PanelAxes(
            corner: corner, frame: Self.frame, scale: scale, count: values.count)
        picture.text(
            SVGText.fitted(name, width: 62),
            at: SVGPicture.Point(x: corner.x + 16, y: corner.y + 14), isSmall: true)
        addFence(axes, to: &picture)
        addGrid(axes, to: &picture)
        addChanges(axes, to: &picture)
        picture.polyline(values.enumerated().map { axes.point($0.offset, $0.element) }, .front)
        for (place, value) in values.enumerated().dropLast() where values.count <= 45 {
            picture.dot(axes.point(place, value), radius: 2, .front, words(place, value))
        }
        addLast(axes, to: &picture)
    }

    private func words(_ place: Int, _ value: Double) -> String {
        "\(series.points[first + place].run): \(number(value))"
    }

    private func addFence(_ axes: PanelAxes, to picture: inout SVGPicture) {
        guard let fence = series.fence else { return }
        let start = axes.point(
            max(fence.runs.lowerBound - first, 0), fence.values.upperBound)
        let end = axes.point(values.count - 1, fence.values.lowerBound)
        picture.rectangle(
            start, SVGPicture.Point(x: end.x - start.x, y: max(end.y - start.y, 1)), .band)
    }

    private func addGrid(_ axes: PanelAxes, to picture: inout SVGPicture) {
        let ticks = scale.ticks.enumerated().filter {
            scale.ticks.count <= 5 || $0.offset.isMultiple(of: 2)
        }
        for (_, tick) in ticks {
            let (left, right) = (axes.point(0, tick), axes.point(values.count - 1, tick))
            picture.line(left, right)
            picture.text(
                number(tick), at: SVGPicture.Point(x: left.x - 6, y: left.y + 4), .end,
                isSmall: true)
        }
        let bottom = axes.bottom + 15
        let last = values.count - 1
        for (place, anchor) in [(0, SVGPicture.Anchor.start), (last, .end)] {
            picture.text(
                SVGText.fitted(series.points[first + place].run, width: 22),
                at: SVGPicture.Point(x: axes.point(place, 0).x, y: bottom), anchor, isSmall: true)
        }
    }

    /// The changes of level as dashed lines, and the levels between them.
    private func addChanges(_ axes: PanelAxes, to picture: inout SVGPicture) {
        let starts = series.changes.compactMap { change -> (Int, SeriesHistory.Change)? in
            let place = series.points.firstIndex { $0.run == change.run }.map { $0 - first }
            return place.flatMap { $0 > 0 ? ($0, change) : nil }
        }
        guard let opening = starts.first?.1.before else { return }
        let levels = [(0, opening)] + starts.map { ($0.0, $0.1.after) }
        for (index, level) in levels.enumerated() {
            let end = index + 1 < levels.count ? levels[index + 1].0 : values.count
            picture.line(
                axes.point(level.0, level.1), axes.point(end - 1, level.1), .ink, width: 2)
        }
        for (place, _) in starts {
            let x = (axes.point(place - 1, 0).x + axes.point(place, 0).x) / 2
            picture.line(
                SVGPicture.Point(x: x, y: axes.top), SVGPicture.Point(x: x, y: axes.bottom), .ink,
                isDashed: true)
        }
    }

    private func addLast(_ axes: PanelAxes, to picture: inout SVGPicture) {
        guard let last = values.last else { return }
        let place = axes.point(values.count - 1, last)
        picture.mark(.disc, at: place, .front, words(values.count - 1, last))
        picture.text(
            "\(series.triage.rawValue): \(number(last))",
            at: SVGPicture.Point(x: place.x, y: axes.bottom + 30), .end, isSmall: true)
    }

    private func number(_ value: Double) -> String {
        guard series.metric.unit == .nanoseconds else {
            return value.rounded() == value && value.magnitude < 1e15
                ? Figure.count(Int64(value)) : Figure.significant(value, 4)
        }
        return Figure.duration(value)
    }
}

/// Where runs and values stand in a panel.
private struct PanelAxes {
    let corner: SVGPicture.Point
    let frame: (left: Double, right: Double, top: Double, bottom: Double)
    let scale: ChartScale
    let count: Int

    var top: Double { corner.y + frame.top }
    var bottom: Double { corner.y + frame.bottom }

    func point(_ place: Int, _ value: Double) -> SVGPicture.Point {
        let across = Double(place) / Double(max(count - 1, 1))
        return SVGPicture.Point(
            x: corner.x + frame.left + across * (frame.right - frame.left),
            y: bottom - scale.share(of: value) * (frame.bottom - frame.top))
    }
}
