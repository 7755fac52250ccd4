internal import Statistics
package import Verdicts

/// How often comparisons erred, as Markdown.
package struct SelftestReport: Sendable {
    /// The text.
    package let markdown: String

    /// The report of some trials: of each a verdict for every planted slowdown.
    package init(_ trials: [[Verdict]], slowdowns: [Double]) {
        var table = MarkdownTable(
            [.text("planted"), .number("trials")] + Verdict.allCases.map { .number($0.rawValue) }
                + [.text("said to have moved (95 %)")])
        for (index, slowdown) in slowdowns.enumerated() {
            let verdicts = trials.map { $0[index] }
            let moved = verdicts.count { $0 == .regressed || $0 == .improved }
            let interval = ProportionInterval.exact(moved, of: max(trials.count, 1))
            table.rows.append(
                [
                    slowdown == 0 ? "nothing" : "+" + Figure.percent(slowdown),
                    Figure.count(trials.count),
                ]
                    + Verdict.allCases.map { verdict in
                        Figure.count(verdicts.count { $0 == verdict })
                    } + [
                        "\(Figure.percent(Double(moved) / Double(max(trials.count, 1)))) "
                            + "(\(Figure.percent(interval.lowerBound)) to "
                            + "\(Figure.percent(interval.upperBound)))"
                    ])
        }
        markdown = """
            # Self-test of comparisons

            The program was compared with itself \(Figure.count(trials.count, "times")), in blocks of \
            processes, and with itself slowed down by what is planted. Of nothing, whatever is said to \
            have moved is a false alarm; of a slowdown, it is found. Verdicts are those before a second \
            experiment confirms them, which `winnow compare` asks for; a comparison with several series \
            counts as moved if one is said to have.

            \(table.text)

            """
    }
}
