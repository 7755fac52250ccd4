internal import Statistics

/// A picture that is drawn piece by piece, as SVG that follows the reader's light or dark mode.
struct SVGPicture {
    /// A place, from the upper left corner.
    struct Point {
        var x: Double
        var y: Double
    }

    /// A colour by what it is for.
    enum Ink: String, CaseIterable {
        case ground, ink, line, front, other, band

        var light: String {
            switch self {
            case .ground: "#ffffff"
            case .ink: "#1f2328"
            case .line: "#d0d7de"
            case .front: "#0969da"
            case .other: "#6e7781"
            case .band: "#e7eef6"
            }
        }

        var dark: String {
            switch self {
            case .ground: "#0d1117"
            case .ink: "#e6edf3"
            case .line: "#3d444d"
            case .front: "#58a6ff"
            case .other: "#8b949e"
            case .band: "#1b2a3c"
            }
        }
    }

    /// The end of a text that stands at its place.
    enum Anchor: String { case start, middle, end }

    /// Marks that are told apart by their shape.
    enum Mark { case disc, ring, cross, right, left, square }

    private let title: String
    private let size: Point
    private var elements: [String] = []

    /// An empty picture with its title.
    init(_ title: String, width: Double, height: Double) {
        self.title = title
        size = Point(x: width, y: height)
        rectangle(Point(x: 0, y: 0), size, .ground)
        elements.append(
            element(
                title, Point(x: 16, y: 24), "class=\"title\" font-size=\"14\" font-weight=\"600\""))
    }

    /// The picture.
    var svg: String {
        let box = "\(SVGText.number(size.x)) \(SVGText.number(size.y))"
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(box)" role="img">
            <title>\(SVGText.escaped(title))</title>
            \(Self.style)
            """
        return ([head] + elements + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    /// Every shape also has its light colour as an attribute, for renderers without custom properties.
    private static let style: String = {
        func properties(_ colour: (Ink) -> String) -> String {
            Ink.allCases.map { "--\($0.rawValue):\(colour($0))" }.joined(separator: ";")
        }
        let classes = Ink.allCases.map { ink in
            ".\(ink.rawValue){fill:var(--\(ink.rawValue))}"
                + ".\(ink.rawValue)-edge{stroke:var(--\(ink.rawValue))}"
        }
        return """
            <style>
            svg{\(properties(\.light))}
            @media (prefers-color-scheme: dark){svg{\(properties(\.dark))}}
            text{font:12px system-ui,sans-serif;fill:var(--ink)}
            .title{font-weight:600;font-size:14px}.small{font-size:11px}
            \(classes.joined())
            </style>
            """
    }()
}

extension SVGPicture {
    /// Adds a text.
    mutating func text(
        _ text: String, at place: Point, _ anchor: Anchor = .start, isSmall: Bool = false
    ) {
        let parts = [
            anchor == .start ? "" : "text-anchor=\"\(anchor.rawValue)\"",
            isSmall ? "class=\"small\" font-size=\"11\"" : "",
        ]
        let attributes = parts.filter { !$0.isEmpty }.joined(separator: " ")
        elements.append(element(text, place, attributes))
    }

    /// Adds a straight line.
    mutating func line(
        _ from: Point, _ to: Point, _ ink: Ink = .line, width: Double = 1, isDashed: Bool = false
    ) {
        let ends = [("x1", from.x), ("y1", from.y), ("x2", to.x), ("y2", to.y)]
        let dashes = isDashed ? " stroke-dasharray=\"4 3\"" : ""
        let thick = width == 1 ? "" : " stroke-width=\"\(SVGText.number(width))\""
        elements.append("<line \(places(ends)) \(edge(ink))\(thick)\(dashes)/>")
    }

    /// Adds a line through several points.
    mutating func polyline(_ points: [Point], _ ink: Ink) {
        let text = points.map { "\(SVGText.number($0.x)),\(SVGText.number($0.y))" }
        elements.append(
            "<polyline points=\"\(text.joined(separator: " "))\" fill=\"none\" \(edge(ink)) "
                + "stroke-width=\"1.5\"/>")
    }

    /// Adds a filled rectangle.
    mutating func rectangle(_ corner: Point, _ size: Point, _ ink: Ink) {
        let all = [("x", corner.x), ("y", corner.y), ("width", size.x), ("height", size.y)]
        elements.append(
            "<rect class=\"\(ink.rawValue)\" \(places(all)) fill=\"\(ink.light)\"/>")
    }

    /// Adds a dot, with what a pointer over it says.
    mutating func dot(_ place: Point, radius: Double, _ ink: Ink, _ title: String) {
        let all = [("cx", place.x), ("cy", place.y), ("r", radius)]
        elements.append(
            "<circle class=\"\(ink.rawValue)\" \(places(all)) fill=\"\(ink.light)\">"
                + "<title>\(SVGText.escaped(title))</title></circle>")
    }

    /// Adds a mark, with what a pointer over it says.
    mutating func mark(_ mark: Mark, at place: Point, _ ink: Ink, _ title: String) {
        let isOpen = mark == .ring || mark == .square || mark == .cross
        let filled: Ink = isOpen ? .ground : ink
        let name = mark == .cross ? "" : filled.rawValue + " "
        let fill = mark == .cross ? "none" : filled.light
        elements.append(
            "<path class=\"\(name)\(ink.rawValue)-edge\" d=\"\(outline(mark, place))\" "
                + "fill=\"\(fill)\" stroke=\"\(ink.light)\" stroke-width=\"2\">"
                + "<title>\(SVGText.escaped(title))</title></path>")
    }

    /// Adds what marks mean, one after the other, and returns where the next would stand.
    mutating func legend(_ marks: [(mark: Mark, name: String, ink: Ink)], from place: Point)
        -> Point
    {
        var place = place
        for one in marks {
            mark(one.mark, at: place, one.ink, one.name)
            text(one.name, at: Point(x: place.x + 11, y: place.y + 4), isSmall: true)
            place.x += 32 + Double(one.name.count) * 6
        }
        return place
    }

    /// Adds a level line between two places, with a stroke across at each end that is one.
    mutating func interval(
        _ left: (x: Double, isEnd: Bool), _ right: (x: Double, isEnd: Bool), at y: Double
    ) {
        line(Point(x: left.x, y: y), Point(x: right.x, y: y), .front, width: 2)
        for end in [left, right] where end.isEnd {
            line(Point(x: end.x, y: y - 4), Point(x: end.x, y: y + 4), .front, width: 2)
        }
    }

    private func outline(_ mark: Mark, _ place: Point) -> String {
        func at(_ x: Double, _ y: Double) -> String {
            "\(SVGText.number(place.x + x)) \(SVGText.number(place.y + y))"
        }
        return switch mark {
        case .disc, .ring: "M\(at(-4.5, 0))a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z"
        case .cross: "M\(at(-4.5, -4.5))L\(at(4.5, 4.5))M\(at(-4.5, 4.5))L\(at(4.5, -4.5))"
        case .right: "M\(at(-4.5, -5))L\(at(5.5, 0))L\(at(-4.5, 5))z"
        case .left: "M\(at(4.5, -5))L\(at(-5.5, 0))L\(at(4.5, 5))z"
        case .square: "M\(at(-4, -4))h8v8h-8z"
        }
    }

    private func element(_ text: String, _ place: Point, _ attributes: String) -> String {
        let more = attributes.isEmpty ? "" : " " + attributes
        return "<text \(places([("x", place.x), ("y", place.y)]))\(more) "
            + "fill=\"\(Ink.ink.light)\">\(SVGText.escaped(text))</text>"
    }

    private func edge(_ ink: Ink) -> String {
        "class=\"\(ink.rawValue)-edge\" stroke=\"\(ink.light)\""
    }

    private func places(_ values: [(String, Double)]) -> String {
        values.map { "\($0)=\"\(SVGText.number($1))\"" }.joined(separator: " ")
    }
}

/// The smallest pieces of an SVG picture: escaped text and rounded numbers.
enum SVGText {
    /// A text as XML content or attribute value; what XML 1.0 cannot hold becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII, let entity = MarkupText.entity(of: UInt8(scalar.value)) {
                result += entity
                continue
            }
            switch scalar {
            case "\n", "\t", "\r": result += " "
            default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    /// A coordinate with at most two decimals.
    static func number(_ value: Double) -> String {
        DecimalText.trimmed(value, atMost: 2)
    }

    /// A text cut to a width, a wide character counting twice.
    static func fitted(_ text: String, width: Int) -> String {
        var used = 0
        var kept = ""
        for character in text {
            used += character.unicodeScalars.contains { $0.value >= 0x1100 } ? 2 : 1
            if used > width { return String(kept.dropLast()) + "…" }
            kept.append(character)
        }
        return kept
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
    }
}

/// An axis from below the least to above the greatest of some values, with round numbers to mark on it.
struct ChartScale {
    /// The values to mark, ascending, the ends of the axis included.
    let ticks: [Double]

    /// The axis of some values, at least so wide: what hardly differs should not look as if it did.
    ///
    /// - Parameter isAmount: whether nothing can be below zero, so that the axis does not go there either.
    init(_ values: [Double], atLeast width: Double, isAmount: Bool = false) {
        let finite = values.filter(\.isFinite)
        let margin = max((width - ((finite.max() ?? 0) - (finite.min() ?? 0))) / 2, 0)
        let (low, high) = ((finite.min() ?? 0) - margin, (finite.max() ?? 0) + margin)
        let step = Self.step(for: high - low)
        var first = (low / step).rounded(.down)
        var last = (high / step).rounded(.up)
        // A value on the frame itself would be half hidden.
        if low - first * step < step * 0.1 { first -= 1 }
        if last * step - high < step * 0.1 { last += 1 }
        if isAmount { first = max(first, 0) }
        ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    }

    /// Where a value stands, 0 being the first mark and 1 the last.
    func share(of value: Double) -> Double {
        guard let first = ticks.first, let last = ticks.last, last > first else { return 0.5 }
        return min(max((value - first) / (last - first), 0), 1)
    }

    /// Whether a value stands between the first mark and the last.
    func holds(_ value: Double) -> Bool {
        guard let first = ticks.first, let last = ticks.last else { return false }
        return first...last ~= value
    }

    /// A round number of which four or so make up a width.
    private static func step(for width: Double) -> Double {
        var power = 1.0
        while power > width { power /= 10 }
        while power * 10 <= width { power *= 10 }
        return [0.2, 0.25, 0.5, 1, 2, 2.5].map { $0 * power }.first { $0 * 5 >= width } ?? power
    }
}
