internal import Evaluation
internal import Statistics
internal import Verdicts

extension Report {
    /// What is different from the last run of the same matrix: how much of it, and what moved most.
    static func changes(_ subject: Subject) -> Section? {
        guard let changes = subject.changes, let previous = subject.previous else { return nil }
        let run = subject.record.description
        let database = subject.databaseWord.map { " --db " + $0 } ?? ""
        let runs = [previous.id, run.id].map(ShellWord.quoted).joined(separator: " ")
        let command = "winnow compare \(runs)\(database)"
        let before =
            "Against run \(Markdown.code(previous.id)) (revision "
            + "\(Markdown.code(previous.program.revision))): "
        guard changes.cells > 0 else {
            return Section("What changed since the last run", [before + "no cell in common."])
        }
        var paragraphs = [before + verdicts(changes) + " " + Markdown.code(command) + " has all."]
        if let gaps = ComparisonHeadline.gaps(changes) { paragraphs.append("**\(gaps).**") }
        if !changes.changes.isEmpty { paragraphs.append(movers(changes)) }
        return Section("What changed since the last run", paragraphs, basis: .bootstrap)
    }

    private static func verdicts(_ changes: ExactComparison) -> String {
        let common = "over \(Figure.count(changes.cells, "cells")) of both"
        guard !changes.changes.isEmpty else {
            return "all \(Figure.count(changes.rows.count)) exact metrics are equal, \(common)."
        }
        let counts = [ExactVerdict.worse, .better, .different, .equal].map { verdict in
            let count = changes.rows.count { $0.verdict == verdict }
            return "\(Figure.count(count)) \(verdict.rawValue)"
        }
        return "of \(Figure.count(changes.rows.count)) exact metrics are "
            + counts.joined(separator: ", ") + ", \(common)."
    }

    /// The metrics that moved most: the worse, then the better, then the merely different.
    private static func movers(_ changes: ExactComparison) -> String {
        let sorted = changes.changes.enumerated().sorted {
            let (one, other) = ($0.element, $1.element)
            return (one.verdict.rank, -one.size, $0.offset)
                < (other.verdict.rank, -other.size, $1.offset)
        }.map(\.element)
        var table = MarkdownTable([
            .text("metric"), .text("verdict"), .number("before"), .number("now"),
            .number("change"), .number("cells that differ"), .text("over conversations (95 %)"),
        ])
        table.rows = sorted.prefix(mostMovers).map { row in
            [
                Markdown.code(row.name),
                row.verdict == .worse ? "**worse**" : row.verdict.rawValue, Figure.number(row.base),
                Figure.number(row.head), Figure.signedPercent(row.change),
                Figure.count(row.different + row.lacking),
                row.difference.flatMap(ComparisonReport.over) ?? Figure.dash,
            ]
        }
        let left = sorted.count - table.rows.count
        let note = left > 0 ? "\n\n\(Figure.count(left, "rows")) more moved less." : ""
        return table.text + note
    }

    private static let mostMovers = 12
}

extension ExactComparison.Row {
    /// The size of the change as a share; what was nothing before moved most.
    fileprivate var size: Double {
        change?.magnitude ?? (base == 0 && (head ?? 0) != 0 ? .infinity : 0)
    }
}
