internal import Evaluation
internal import Verdicts

extension ComparisonReport {
    /// The section on exact results: what was not compared, what decides, what else differs.
    static func exact(_ subject: Subject) -> String {
        guard let exact = subject.exact else { return "" }
        let common = Figure.count(exact.cells, "cells")
        var paragraphs = [
            "## Exact results", "Compared value by value in \(common) of both.", gaps(exact),
            decisive(exact),
        ]
        let changes = exact.changes.filter { !$0.isDecisive || $0.verdict == .notCompared }
        if exact.changes.isEmpty {
            paragraphs.append(
                "Nothing changed: \(exact.rows.count) metrics are equal in every cell.")
        } else if !changes.isEmpty {
            paragraphs += ["### What else differs", table(changes)]
        }
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// What one side lacks, by reason, with its cells.
    private static func gaps(_ exact: ExactComparison) -> String {
        guard let line = ComparisonHeadline.gaps(exact) else { return "" }
        var table = MarkdownTable([.text("not compared"), .text("why")])
        let common = commonSettings(exact.unpaired.map(\.cell))
        for reason in UnpairedCell.Reason.allCases {
            for one in exact.unpaired where one.reason == reason {
                let settings = one.cell.configuration.filter { !common.contains($0) }
                    .map { "\($0.axis)=\($0.value)" }
                let name = [one.cell.corpus.name, one.cell.mode.rawValue] + settings
                table.rows.append([
                    Markdown.code(name.joined(separator: " ")), reason.rawValue,
                ])
            }
        }
        if exact.unfinished > 0 {
            table.rows.append([Figure.count(exact.unfinished, "cells"), "planned, never finished"])
        }
        return "**\(line).**" + (table.rows.isEmpty ? "" : "\n\n" + table.text)
    }

    /// The settings that all of several cells share: they distinguish none.
    private static func commonSettings(_ cells: [Cell]) -> Set<AxisValue> {
        guard cells.count > 1 else { return [] }
        return cells.map { Set($0.configuration) }
            .reduce(Set(cells[0].configuration)) { $0.intersection($1) }
    }

    /// The decisive metrics, equal ones included.
    private static func decisive(_ exact: ExactComparison) -> String {
        let rows = exact.rows.filter { $0.isDecisive && $0.verdict != .notCompared }
        guard !rows.isEmpty, !exact.changes.isEmpty else { return "" }
        return """
            ### What decides

            \(table(rows))

            Bills change relative to the base; references and requests by points of all \
            references needed and of all requests. Intervals hold at 95 %; conversations are \
            paired and resampled (10,000 times). *Unseen below*: the interval holds zero, and a \
            smaller difference would have been found in fewer than four of five such comparisons.
            """
    }

    private static func table(_ rows: [ExactComparison.Row]) -> String {
        var table = MarkdownTable([
            .text("metric"), .text("verdict"), .number("base"), .number("head"), .number("change"),
            .number("cells that differ"), .text("over conversations (95 %)"),
            .text("conversations (more / same / less)"), .text("first difference"),
        ])
        table.rows = rows.map(cells)
        return table.text
    }

    private static func cells(of row: ExactComparison.Row) -> [String] {
        let isBad = row.verdict == .worse || row.verdict == .notCompared
        let verdict = isBad ? "**\(row.verdict.rawValue)**" : row.verdict.rawValue
        let lacking = row.lacking == 0 ? "" : ", on one side alone"
        let counts = row.difference.map { [$0.higher, $0.equal, $0.lower] }
        return [
            Markdown.code(row.name), verdict + lacking,
            value(row.base, row.metric), value(row.head, row.metric),
            Figure.signedPercent(row.change), Figure.count(row.different + row.lacking),
            row.difference.flatMap(over) ?? Figure.dash,
            counts.map { $0.map { Figure.count($0) }.joined(separator: " / ") } ?? Figure.dash,
            row.example.map { Markdown.code($0) } ?? Figure.dash,
        ]
    }

    private static func value(_ value: Double?, _ metric: Metric) -> String {
        guard metric.unit == .nanodollars, let value else { return Figure.number(value) }
        return Markdown.escaped(Figure.dollars(value))
    }

    /// The difference over conversations with its interval, or that there are too few of them.
    static func over(_ difference: ConversationDifference) -> String? {
        guard let value = difference.value else { return nil }
        let text = number(value, difference.scale) + unit(difference.scale)
        guard difference.isSure, let range = difference.interval else {
            return text + " (too few to be sure)"
        }
        return "\(text) (\(interval(range, difference.scale))\(unseen(difference)))"
    }

    /// The least difference that could have been seen, where none was; nothing where both sides are the
    /// same in every conversation.
    static func unseen(_ difference: ConversationDifference) -> String {
        guard let range = difference.interval, range.contains(0), let least = difference.detectable,
            least > 0
        else { return "" }
        let text =
            difference.scale == .relative
            ? Figure.percent(least) : Figure.significant(least * 100, 2) + " points"
        return ", unseen below \(text)"
    }

    /// An interval of differences, with its unit.
    static func interval(
        _ interval: ClosedRange<Double>, _ scale: ConversationDifference.Scale
    ) -> String {
        let ends = [interval.lowerBound, interval.upperBound].map { number($0, scale) }
        return ends.joined(separator: " to ") + unit(scale)
    }

    private static func number(
        _ value: Double, _ scale: ConversationDifference.Scale
    ) -> String {
        scale == .relative ? Figure.signedPercent(value) : PairedText.points(value)
    }

    private static func unit(_ scale: ConversationDifference.Scale) -> String {
        scale == .relative ? "" : " points"
    }
}
