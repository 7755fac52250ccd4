/// A picture of points, some of them marked and named, as SVG that follows the reader's light or dark
/// mode.
struct ScatterChart {
    /// A point, with its name.
    struct Point {
        let label: String
        let x: Double
        let y: Double
        let isMarked: Bool
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
        let parts = [header, style, ground] + grid + axisTitles + dots + names + ["</svg>"]
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

    /// The marked points last, so that none is hidden.
    private var dots: [String] {
        let others = points.filter { !$0.isMarked }.map { dot($0, "other", "#8c959f", 4) }
        return others + marked.map { dot($0, "front", "#0969da", 7) }
    }

    private func dot(_ point: Point, _ name: String, _ fill: String, _ radius: Int) -> String {
        let figures = "\(Figure.significant(point.x, 3)), \(Figure.significant(point.y, 3))"
        return "<circle class=\"\(name)\" cx=\"\(SVGText.number(left(point.x)))\" "
            + "cy=\"\(SVGText.number(top(point.y)))\" r=\"\(radius)\" fill=\"\(fill)\">"
            + "<title>\(SVGText.escaped("\(point.label): \(figures)"))</title></circle>"
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
                "\(place + 1)", left(point.x), top(point.y) - 10,
                "text-anchor=\"middle\" class=\"small\" font-size=\"11\"")
            return number + "\n" + text(label, beside, Self.frame.top + 12 + Double(place) * 22)
        }
        let unnamed = marked.count - shown.count
        let end =
            unnamed == 0
            ? "gray: dominated, or fits less often" : "and \(unnamed) more; gray: dominated"
        return lines + [
            text(
                end, beside, Self.frame.top + 12 + Double(shown.count) * 22,
                "class=\"small\" font-size=\"11\"")
        ]
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        let ends = [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)]
            .map { "\($0)=\"\(SVGText.number($1))\"" }.joined(separator: " ")
        return "<line class=\"line\" \(ends) stroke=\"#d0d7de\"/>"
    }

    private func text(
        _ text: String, _ x: Double, _ y: Double, _ attributes: String = ""
    ) -> String {
        let more = attributes.isEmpty ? "" : " " + attributes
        return "<text x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(y))\"\(more) "
            + "fill=\"#1f2328\">\(SVGText.escaped(text))</text>"
    }
}
