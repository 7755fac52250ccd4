internal import Evaluation
internal import Statistics
internal import Verdicts

/// Measured claims beside what they must be: value ⁄ bound, a row for each claim, on a logarithmic axis.
struct ClaimsChart {
    /// The most claims in one picture.
    static let mostRows = 80

    private let rows: [Row]
    private let omitted: Int
    private let title = "Measured values of claims, relative to what was promised"

    /// A claim that has a place on the axis. Everything is relative to a bound, as a power of ten.
    fileprivate struct Row {
        let judgement: ClaimJudgement
        let allowed: ClosedRange<Double>
        let value: Double
        let interval: ClosedRange<Double>?
        let words: String
    }

    /// How many powers of ten the axis goes at most.
    private static let reach = 4.0

    /// The chart of those judgements that have a value, with what is said of each; nil if there are
    /// none. What is not above zero has no place on such an axis.
    init?(_ judgements: [ClaimJudgement], words: (ClaimJudgement) -> String) {
        let measured = judgements.filter { $0.value != nil && $0.claim.evidence != nil }
        let placed = measured.compactMap { Row($0, words: words($0)) }
        guard !placed.isEmpty else { return nil }
        rows = Array(placed.prefix(Self.mostRows))
        omitted = measured.count - rows.count
    }

    /// The picture's line in the report, and what it leaves out.
    func link(to path: String) -> String {
        let note =
            "\n\n\(Figure.count(omitted, "claims")) with a value but without a place on this axis: see "
            + "the table."
        return "![\(Markdown.escaped(title))](\(path))" + (omitted > 0 ? note : "")
    }

    private static let frame = (left: 276.0, right: 570.0, top: 78.0, width: 820.0)
    private static let pitch = 24.0

    /// The picture.
    var svg: String {
        var picture = SVGPicture(title, width: Self.frame.width, height: bottom + 44)
        addLegend(to: &picture)
        for (place, row) in rows.enumerated() {
            addAllowed(row, at: top(place), to: &picture)
        }
        addAxis(to: &picture)
        for (place, row) in rows.enumerated() { add(row, at: top(place), to: &picture) }
        return picture.svg
    }

    private var bottom: Double { Self.frame.top + Double(rows.count) * Self.pitch }

    private func top(_ place: Int) -> Double { Self.frame.top + Double(place) * Self.pitch }

    /// The whole powers of ten that the axis shows.
    private var powers: ClosedRange<Int> {
        let ends = rows.flatMap { row in
            [row.value] + (row.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
                + [row.allowed.lowerBound, row.allowed.upperBound].filter(\.isFinite)
        }.map { min(max($0, -Self.reach), Self.reach) }
        let low = Int((ends.min() ?? 0).rounded(.down))
        let high = Int((ends.max() ?? 0).rounded(.up))
        return min(low, -1)...max(high, 1)
    }

    private func x(_ power: Double) -> Double {
        let (low, high) = (Double(powers.lowerBound), Double(powers.upperBound))
        let share = (min(max(power, low), high) - low) / (high - low)
        return Self.frame.left + share * (Self.frame.right - Self.frame.left)
    }
}

extension ClaimsChart.Row {
    fileprivate init?(_ judgement: ClaimJudgement, words: String) {
        guard let value = judgement.value, let evidence = judgement.claim.evidence else {
            return nil
        }
        let (bound, allowed) =
            switch evidence.predicate {
            case .atLeast(let least): (least, 0...Double.infinity)
            case .atMost(let most): (most, -Double.infinity...0)
            }
        guard let place = Self.power(value, bound) else { return nil }
        self.init(
            judgement: judgement, allowed: allowed, value: place,
            interval: judgement.interval.flatMap { ends in
                let low = Self.power(ends.lowerBound, bound) ?? -.infinity
                return Self.power(ends.upperBound, bound).map { low...max(low, $0) }
            }, words: words)
    }

    /// The power of ten that a value is of a bound; nil where there is none.
    private static func power(_ value: Double, _ bound: Double) -> Double? {
        guard value > 0, bound > 0, value.isFinite, bound.isFinite else { return nil }
        let logarithms = [value, bound, 10].map { ElementaryFunctions.logarithm($0) }
        return (logarithms[0] - logarithms[1]) / logarithms[2]
    }
}

extension ClaimsChart {
    private typealias Point = SVGPicture.Point

    private func addLegend(to picture: inout SVGPicture) {
        let marks = ClaimVerdict.allCases.compactMap { verdict in
            Self.mark(verdict).map { (mark: $0, name: verdict.rawValue, ink: SVGPicture.Ink.front) }
        }
        let x = picture.legend(marks, from: Point(x: 22, y: 46)).x
        picture.rectangle(Point(x: x - 5, y: 40), Point(x: 12, y: 12), .band)
        let isCut = rows.contains { $0.value.magnitude > Self.reach }
        let edge = isCut ? "; at the edge: beyond it" : ""
        picture.text(
            "as promised; line: 95 % interval" + edge, at: Point(x: x + 11, y: 50), isSmall: true)
    }

    private func addAllowed(_ row: Row, at y: Double, to picture: inout SVGPicture) {
        let left = x(row.allowed.lowerBound)
        let width = max(x(row.allowed.upperBound) - left, 2)
        picture.rectangle(
            Point(x: left, y: y + 2), Point(x: width, y: Self.pitch - 4), .band)
    }

    private func addAxis(to picture: inout SVGPicture) {
        for power in powers {
            let place = x(Double(power))
            picture.line(
                Point(x: place, y: Self.frame.top), Point(x: place, y: bottom),
                power == 0 ? .ink : .line)
            // Names of many powers would run into each other.
            guard powers.count <= 6 || power.isMultiple(of: 2) else { continue }
            picture.text(Self.factor(power), at: Point(x: place, y: bottom + 16), .middle)
        }
        picture.text(
            "measured ⁄ promised",
            at: Point(x: (Self.frame.left + Self.frame.right) / 2, y: bottom + 36), .middle)
    }

    private static func factor(_ power: Int) -> String {
        let zeros = String(repeating: "0", count: Int(power.magnitude))
        return power < 0 ? "×0." + zeros.dropFirst() + "1" : "×1" + zeros
    }

    private func add(_ row: Row, at top: Double, to picture: inout SVGPicture) {
        let y = top + Self.pitch / 2
        let id = row.judgement.claim.id
        picture.text(
            SVGText.fitted(id, width: 38), at: Point(x: Self.frame.left - 10, y: y + 4), .end)
        if let interval = row.interval {
            picture.interval(
                (x(interval.lowerBound), true), (x(interval.upperBound), true), at: y)
        }
        if let mark = Self.mark(row.judgement.verdict) {
            picture.mark(mark, at: Point(x: x(row.value), y: y), .front, "\(id): \(row.words)")
        }
        picture.text(
            SVGText.fitted(row.words, width: 40),
            at: Point(x: Self.frame.right + 12, y: y + 4), isSmall: true)
    }

    /// The mark of a verdict; nil for the one that has no value to mark.
    private static func mark(_ verdict: ClaimVerdict) -> SVGPicture.Mark? {
        switch verdict {
        case .holds: .disc
        case .fails: .cross
        case .unproven: .ring
        case .stale: .square
        case .notMeasurable: nil
        }
    }
}
