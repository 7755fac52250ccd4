/// A picture of horizontal bars, plain or stacked, as SVG that follows the reader's light or dark mode.
struct BarChart {
    /// A part of every bar: its name and its colours on light and dark ground.
    struct Series {
        let name: String
        let light: String
        let dark: String
    }

    /// A bar: what it is, one value per series, and what stands at its end.
    struct Bar {
        let label: String
        let values: [Double]
        let note: String
    }

    let title: String
    let unit: String
    let series: [Series]
    let bars: [Bar]
    /// The value at the right end; nil takes the longest bar's.
    var maximum: Double?

    /// The most bars in one picture.
    static let longest = 60

    /// The picture's line in the report, and what it leaves out.
    func link(to path: String) -> String {
        let left = bars.count - shown.count
        let note =
            "\n\nThe first \(shown.count) rows of the table; \(Figure.count(left)) more are there."
        return "![\(Markdown.escaped(title))](\(path))" + (left > 0 ? note : "")
    }

    /// The picture.
    var svg: String {
        let parts = [header, style, frame] + [legend] + ticks + rows + [axisTitle, "</svg>"]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    private var shown: ArraySlice<Bar> { bars.prefix(Self.longest) }
    private var top: Double { series.count > 1 ? 64 : 40 }
    private var bottom: Double { top + Double(shown.count) * Self.pitch }
    private var height: Double { bottom + 46 }

    private static let width = 820.0
    private static let left = 250.0
    private static let plot = 380.0
    private static let pitch = 24.0
    private static let labelWidth = 38

    /// The values of the lines: round numbers, the last not below the longest bar.
    private var steps: [Double] {
        let longest = maximum ?? shown.map { $0.values.reduce(0, +) }.max() ?? 0
        guard longest > 0, longest.isFinite else { return [0, 1] }
        var power = 1.0
        while power * 10 <= longest { power *= 10 }
        while power > longest { power /= 10 }
        let step = [0.2, 0.25, 0.5, 1, 2].map { $0 * power }.first { $0 * 5 >= longest } ?? power
        let count = Int((longest / step).rounded(.up))
        return (0...count).map { Double($0) * step }
    }

    private var scale: Double { steps.last ?? 1 }

    private func x(_ value: Double) -> Double { Self.left + Self.plot * min(value / scale, 1) }
}

extension BarChart {
    private var header: String {
        let size = "\(SVGText.number(Self.width)) \(SVGText.number(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" role="img">
            <title>\(SVGText.escaped(title))</title>
            """
    }

    /// Colours by custom properties; every shape also has its light colour as an attribute, for
    /// renderers that know no custom properties.
    private var style: String {
        func properties(_ colours: [String], _ ground: [String]) -> String {
            let names = ["ground", "ink", "line"]
            let fixed = zip(names, ground).map { "--\($0):\($1)" }
            return (fixed + colours.enumerated().map { "--s\($0):\($1)" }).joined(separator: ";")
        }
        let classes = series.indices.map { ".s\($0){fill:var(--s\($0))}" }.joined()
        return """
            <style>
            svg{\(properties(series.map(\.light), ["#ffffff", "#1f2328", "#d0d7de"]))}
            @media (prefers-color-scheme: dark){svg{\(properties(series.map(\.dark), ["#0d1117", "#e6edf3", "#3d444d"]))}}
            text{font:12px system-ui,sans-serif;fill:var(--ink)}
            .title{font-weight:600;font-size:14px}
            .ground{fill:var(--ground)}.line{stroke:var(--line)}.edge{stroke:var(--ground)}\(classes)
            </style>
            """
    }

    private var frame: String {
        "<rect class=\"ground\" width=\"\(SVGText.number(Self.width))\" "
            + "height=\"\(SVGText.number(height))\" fill=\"#ffffff\"/>\n"
            + text(title, x: 16, y: 24, "class=\"title\" font-size=\"14\" font-weight=\"600\"")
    }

    private var legend: String {
        guard series.count > 1 else { return "" }
        return series.enumerated().map { index, series in
            let x = Self.left + Double(index) * 88
            return rectangle(index, x: x, y: 40, width: 12, height: 12)
                + text(series.name, x: x + 17, y: 50.5)
        }.joined(separator: "\n")
    }

    private var ticks: [String] {
        steps.map { value in
            let line =
                "<line class=\"line\" x1=\"\(SVGText.number(x(value)))\" y1=\"\(SVGText.number(top))\" "
                + "x2=\"\(SVGText.number(x(value)))\" y2=\"\(SVGText.number(bottom))\" "
                + "stroke=\"#d0d7de\"/>"
            let label =
                value.rounded() == value
                ? Figure.count(Int128(value)) : Figure.significant(value, 3)
            return line + text(label, x: x(value), y: bottom + 16, "text-anchor=\"middle\"")
        }
    }

    private var rows: [String] {
        shown.enumerated().map { index, bar in
            let y = top + Double(index) * Self.pitch
            let label = SVGText.fitted(bar.label, width: Self.labelWidth)
            var from = 0.0
            var shapes = [text(label, x: Self.left - 8, y: y + 16, "text-anchor=\"end\"")]
            for (series, value) in bar.values.enumerated() where value > 0 {
                let width = x(from + value) - x(from)
                shapes.append(rectangle(series, x: x(from), y: y + 4, width: width, height: 16))
                from += value
            }
            shapes.append(text(bar.note, x: x(from) + 8, y: y + 16))
            return "<g><title>\(SVGText.escaped("\(bar.label): \(bar.note)"))</title>\n"
                + shapes.joined(separator: "\n") + "\n</g>"
        }
    }

    private var axisTitle: String {
        text(unit, x: Self.left + Self.plot / 2, y: bottom + 36, "text-anchor=\"middle\"")
    }

    private func rectangle(
        _ series: Int, x: Double, y: Double, width: Double, height: Double
    ) -> String {
        let place = [("x", x), ("y", y), ("width", width), ("height", height)]
            .map { "\($0)=\"\(SVGText.number($1))\"" }.joined(separator: " ")
        let start = "<rect class=\"s\(series)"
        let fill = "\(place) fill=\"\(self.series[series].light)\""
        let isThin = width < 3
        return isThin
            ? "\(start)\" \(fill)/>" : "\(start) edge\" \(fill) stroke=\"#ffffff\"/>"
    }

    private func text(_ text: String, x: Double, y: Double, _ attributes: String = "") -> String {
        let place = "x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(y))\""
        let more = attributes.isEmpty ? "" : " " + attributes
        return "<text \(place)\(more) fill=\"#1f2328\">\(SVGText.escaped(text))</text>"
    }
}
