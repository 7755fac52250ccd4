/// A picture of points, some of them marked and named, as SVG that follows the reader's light or dark mode.
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

    private static let size = (width: 820.0, height: 420.0)
    private static let frame = (left: 70.0, right: 560.0, top: 24.0, bottom: 370.0)

    /// The picture.
    var svg: String {
        let parts = [header, style, axes, dots, legend, "</svg>"]
        return parts.joined(separator: "\n") + "\n"
    }

    private var marked: [Point] { points.filter(\.isMarked) }

    private func range(_ values: [Double]) -> ClosedRange<Double> {
        let low = values.min() ?? 0
        let high = values.max() ?? 1
        let margin = max((high - low) * 0.08, 0.5)
        return (low - margin)...(high + margin)
    }

    private func place(_ point: Point) -> (x: Double, y: Double) {
        let (across, up) = (range(points.map(\.x)), range(points.map(\.y)))
        let frame = Self.frame
        let right = (point.x - across.lowerBound) / (across.upperBound - across.lowerBound)
        let above = (point.y - up.lowerBound) / (up.upperBound - up.lowerBound)
        return (
            frame.left + right * (frame.right - frame.left),
            frame.bottom - above * (frame.bottom - frame.top)
        )
    }

    private var header: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(SVGText.number(Self.size.width)) \
        \(SVGText.number(Self.size.height))" role="img">
        <title>\(SVGText.escaped(title))</title>
        """
    }

    private var style: String {
        """
        <style>
        text { font: 12px system-ui, sans-serif; fill: #333 }
        .line { stroke: #999; fill: none }
        .other { fill: #999 }
        .front { fill: #0b6bcb }
        @media (prefers-color-scheme: dark) {
        text { fill: #ddd } .line { stroke: #777 } .other { fill: #888 } .front { fill: #6cb2ff }
        }
        </style>
        """
    }

    private var axes: String {
        let frame = Self.frame
        let across = range(points.map(\.x))
        let up = range(points.map(\.y))
        var lines = [
            "<path class=\"line\" d=\"M\(SVGText.number(frame.left)) \(SVGText.number(frame.top))V"
                + "\(SVGText.number(frame.bottom))H\(SVGText.number(frame.right))\"/>",
            text(x, (frame.left + frame.right) / 2, frame.bottom + 38, "middle"),
            text(y, frame.left - 56, frame.top - 8, "start"),
        ]
        for step in 0...4 {
            let share = Double(step) / 4
            let value = across.lowerBound + share * (across.upperBound - across.lowerBound)
            let place = frame.left + share * (frame.right - frame.left)
            lines.append(text(Figure.significant(value, 3), place, frame.bottom + 18, "middle"))
            let height = up.lowerBound + share * (up.upperBound - up.lowerBound)
            let level = frame.bottom - share * (frame.bottom - frame.top)
            lines.append(text(Figure.significant(height, 3), frame.left - 8, level + 4, "end"))
        }
        return lines.joined(separator: "\n")
    }

    private var dots: String {
        points.sorted { !$0.isMarked && $1.isMarked }.map { point in
            let at = place(point)
            return
                "<circle class=\"\(point.isMarked ? "front" : "other")\" cx=\"\(SVGText.number(at.x))\" "
                + "cy=\"\(SVGText.number(at.y))\" r=\"\(point.isMarked ? 6 : 3.5)\" fill-opacity=\"0.8\">"
                + "<title>\(SVGText.escaped(point.label))</title></circle>"
        }.joined(separator: "\n")
    }

    /// The marked points by number: names beside points would cover each other.
    private var legend: String {
        let named = marked.sorted { ($0.x, $1.label) > ($1.x, $0.label) }.prefix(16)
        return named.enumerated().map { number, point in
            let at = place(point)
            let line = Double(number) * 22 + Self.frame.top + 10
            let label = "\(number + 1)  \(point.label)"
            let shown = label.count > 40 ? String(label.prefix(39)) + "…" : label
            return text("\(number + 1)", at.x, at.y - 9, "middle") + "\n"
                + text(shown, Self.frame.right + 20, line, "start")
        }.joined(separator: "\n")
    }

    private func text(_ text: String, _ x: Double, _ y: Double, _ anchor: String) -> String {
        "<text x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(y))\" text-anchor=\"\(anchor)\">"
            + SVGText.escaped(text) + "</text>"
    }
}
