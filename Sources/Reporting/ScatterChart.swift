/// A picture of points, some of them marked and named, as SVG that follows the reader's light or dark
/// mode.
///
/// Marked points are the Pareto-optimal ones. Bars through a point are intervals of how far it is from
/// the first one, not of the point itself: points are measured on the same conversations, so that what is
/// sure about each alone says little about their difference. A bar that crosses one of the dashed lines
/// through the first point may be no difference.
struct ScatterChart {
    /// A point, with its name.
    struct Point {
        let label: String
        let x: Double
        let y: Double
        let isMarked: Bool
        /// Whether the others are compared with it.
        var isFirst = false
        /// The ends of the bars through it.
        var across: ClosedRange<Double>?
        var upright: ClosedRange<Double>?
        /// What a pointer over it says.
        var note = ""
        /// The commands that show what it stands for, the one that replays it first.
        var commands: [String] = []

        init(label: String, x: Double, y: Double, isMarked: Bool) {
            self.label = label
            self.x = x
            self.y = y
            self.isMarked = isMarked
        }
    }

    let title: String
    let x: String
    let y: String
    let points: [Point]

    /// The most names beside the picture.
    static let mostNames = 14

    private static let size = (width: 820.0, height: 440.0)
    private static let frame = (left: 64.0, right: 500.0, top: 64.0, bottom: 380.0)
    private static let labelWidth = 40
    /// Points of percent that the upright axis shows at least.
    private static let leastHeight = 4.0
    /// The part of the largest value that the other axis shows at least.
    private static let leastWidth = 0.1

    /// The picture.
    var svg: String {
        let parts =
            [header, style, ground] + grid + axisTitles + guides + dots + names + ["</svg>"]
        return parts.joined(separator: "\n") + "\n"
    }

    private var header: String {
        let size = "\(SVGText.number(Self.size.width)) \(SVGText.number(Self.size.height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" role="img">
            <title>\(SVGText.escaped(title))</title>
            """
    }

    /// Every shape also has its light colour as an attribute, for renderers without custom properties.
    private var style: String {
        """
        <style>
        svg{--ground:#ffffff;--ink:#1f2328;--line:#d0d7de;--front:#0969da;--other:#8c959f}
        @media (prefers-color-scheme: dark){svg{--ground:#0d1117;--ink:#e6edf3;--line:#3d444d;\
        --front:#58a6ff;--other:#6e7681}}
        text{font:12px system-ui,sans-serif;fill:var(--ink)}
        .title{font-weight:600;font-size:14px}.small{font-size:11px}
        .ground{fill:var(--ground)}.line{stroke:var(--line)}
        .front{fill:var(--front);stroke:var(--ground)}.other{fill:var(--other)}
        .bar{stroke:var(--front);stroke-width:1.5}.other-bar{stroke:var(--other)}
        .guide{stroke:var(--front);stroke-dasharray:3 4;opacity:.6}.ring{stroke:var(--front);fill:none}
        </style>
        """
    }

    private var ground: String {
        "<rect class=\"ground\" width=\"\(SVGText.number(Self.size.width))\" "
            + "height=\"\(SVGText.number(Self.size.height))\" fill=\"#ffffff\"/>\n"
            + text(title, 16, 24, "class=\"title\" font-size=\"14\" font-weight=\"600\"")
    }

    private var across: ChartScale {
        let largest = points.map(\.x.magnitude).max() ?? 0
        // An axis needs a width even where nothing was paid.
        return ChartScale(
            points.map(\.x), atLeast: largest > 0 ? largest * Self.leastWidth : 1, isAmount: true)
    }
    private var up: ChartScale {
        ChartScale(points.map(\.y), atLeast: Self.leastHeight, isAmount: true)
    }

    private func left(_ value: Double) -> Double {
        Self.frame.left + across.share(of: value) * (Self.frame.right - Self.frame.left)
    }

    private func top(_ value: Double) -> Double {
        Self.frame.bottom - up.share(of: value) * (Self.frame.bottom - Self.frame.top)
    }

    private var grid: [String] {
        let frame = Self.frame
        let columns = across.ticks.map { value in
            line(left(value), frame.top, left(value), frame.bottom)
                + text(
                    Self.mark(value), left(value), frame.bottom + 18, "text-anchor=\"middle\"")
        }
        let rows = up.ticks.map { value in
            line(frame.left, top(value), frame.right, top(value))
                + text(
                    SVGText.number(value), frame.left - 8, top(value) + 4,
                    "text-anchor=\"end\"")
        }
        return columns + rows
    }

    /// A mark's number; small runs cost fractions of a cent.
    private static func mark(_ value: Double) -> String {
        value == 0 || value.magnitude >= 1
            ? SVGText.number(value) : Figure.significant(value, 2)
    }

    private var axisTitles: [String] {
        let middle = (Self.frame.left + Self.frame.right) / 2
        return [
            text(x, middle, Self.frame.bottom + 42, "text-anchor=\"middle\""),
            text(y, 16, Self.frame.top - 14),
        ]
    }

    /// The lines through the first point, which the bars of the others are read against.
    private var guides: [String] {
        guard let first = points.first(where: \.isFirst), points.contains(where: \.hasBars) else {
            return []
        }
        let (x, y, frame) = (left(first.x), top(first.y), Self.frame)
        return [
            stroke("guide", "#0969da", (x, frame.top), (x, frame.bottom)),
            stroke("guide", "#0969da", (frame.left, y), (frame.right, y)),
        ]
    }

    /// The marked points last, so that none is hidden.
    private var dots: [String] {
        let others = points.filter { !$0.isMarked }
        return others.flatMap { bars($0, "other-bar", "#8c959f") }
            + others.map { dot($0, "other", "#8c959f", 4) }
            + marked.flatMap { bars($0, "bar", "#0969da") }
            + marked.map { dot($0, "front", "#0969da", 7) }
    }

    /// The bars of a point; where one goes beyond the frame it has no stroke at its end.
    private func bars(_ point: Point, _ name: String, _ ink: String) -> [String] {
        let (x, y) = (left(point.x), top(point.y))
        /// A bar from end to end of an interval; `at` gives the place so far along it and beside it.
        func bar(
            _ ends: ClosedRange<Double>, on axis: ChartScale,
            at: (Double, Double) -> (Double, Double)
        ) -> [String] {
            let inside = [ends.lowerBound, ends.upperBound].filter(axis.holds)
            return [stroke(name, ink, at(ends.lowerBound, 0), at(ends.upperBound, 0))]
                + inside.map { stroke(name, ink, at($0, -4), at($0, 4)) }
        }
        let lying = point.across.map { bar($0, on: across) { (left($0), y + $1) } }
        let upright = point.upright.map { bar($0, on: up) { (x + $1, top($0)) } }
        return (lying ?? []) + (upright ?? [])
    }

    /// A dot that says what it is, and that a page shows the commands of.
    private func dot(_ point: Point, _ name: String, _ fill: String, _ radius: Int) -> String {
        let place = "cx=\"\(SVGText.number(left(point.x)))\" cy=\"\(SVGText.number(top(point.y)))\""
        let ring =
            point.isFirst
            ? "<circle class=\"ring\" \(place) r=\"\(radius + 4)\" fill=\"none\" stroke=\"\(fill)\"/>"
            : ""
        let figures = "\(Figure.significant(point.x, 3)), \(Figure.significant(point.y, 3))"
        let note = point.note.isEmpty ? "\(point.label): \(figures)" : point.note
        let title = ([note] + point.commands).joined(separator: " · ")
        let commands = zip(["again", "inspect"], point.commands).map {
            " data-\($0)=\"\(SVGText.escaped($1))\""
        }
        return "<g class=\"point\" data-note=\"\(SVGText.escaped(note))\"\(commands.joined())>"
            + "<circle class=\"\(name)\" \(place) r=\"\(radius)\" fill=\"\(fill)\"/>\(ring)"
            + "<title>\(SVGText.escaped(title))</title></g>"
    }

    private var marked: [Point] {
        points.filter(\.isMarked).enumerated()
            .sorted { ($0.element.x, $0.offset) < ($1.element.x, $1.offset) }.map(\.element)
    }

    /// The marked points by number: names beside points would cover each other.
    private var names: [String] {
        let beside = Self.frame.right + 22
        let shown = marked.prefix(Self.mostNames)
        let lines = shown.enumerated().map { place, point in
            let label = SVGText.fitted("\(place + 1)  \(point.label)", width: Self.labelWidth)
            let number = text(
                "\(place + 1)", left(point.x) + 9, top(point.y) - 9,
                "class=\"small\" font-size=\"11\"")
            return number + "\n" + text(label, beside, Self.frame.top + 12 + Double(place) * 22)
        }
        let end = Self.frame.top + 12 + Double(shown.count) * 22
        return lines
            + key(unnamed: marked.count - shown.count).enumerated().map { place, line in
                text(line, beside, end + Double(place) * 16, "class=\"small\" font-size=\"11\"")
            }
    }

    /// What marks mean.
    private func key(unnamed: Int) -> [String] {
        let first = points.contains(where: \.isFirst) ? ["ring: recommended"] : []
        let others =
            unnamed == 0
            ? "gray: dominated, or fits less often" : "and \(unnamed) more; gray: dominated"
        let bars =
            points.contains(where: \.hasBars)
            ? [
                "bars: 95 % of the distance to the ring;",
                "one that crosses a dashed line may be chance",
            ] : []
        return first + [others] + bars
    }

    private func stroke(
        _ name: String, _ ink: String, _ from: (Double, Double), _ to: (Double, Double)
    ) -> String {
        let ends = [("x1", from.0), ("y1", from.1), ("x2", to.0), ("y2", to.1)]
            .map { "\($0)=\"\(SVGText.number($1))\"" }.joined(separator: " ")
        return "<line class=\"\(name)\" \(ends) stroke=\"\(ink)\"/>"
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        stroke("line", "#d0d7de", (x1, y1), (x2, y2))
    }

    private func text(
        _ text: String, _ x: Double, _ y: Double, _ attributes: String = ""
    ) -> String {
        let more = attributes.isEmpty ? "" : " " + attributes
        return "<text x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(y))\"\(more) "
            + "fill=\"#1f2328\">\(SVGText.escaped(text))</text>"
    }
}

extension ScatterChart.Point {
    /// Whether a bar goes through it.
    fileprivate var hasBars: Bool { across != nil || upright != nil }
}
