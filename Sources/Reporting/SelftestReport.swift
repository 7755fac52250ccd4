internal import Statistics
package import Verdicts

/// How often comparisons erred, as Markdown.
package struct SelftestReport: Sendable {
    /// The text.
    package let markdown: String

    /// The report of some trials: of each a verdict for every planted slowdown; and of thrown nights.
    package init(
        _ trials: [[Verdict]], slowdowns: [Double], histories: [HistorySimulation] = []
    ) {
        var table = MarkdownTable(
            [.text("planted"), .number("trials")] + Verdict.allCases.map { .number($0.rawValue) }
                + [.text("said to have moved (95 %)")])
        for (index, slowdown) in slowdowns.enumerated() {
            let verdicts = trials.map { $0[index] }
            let moved = verdicts.count { $0 == .regressed || $0 == .improved }
            table.rows.append(
                [
                    slowdown == 0 ? "nothing" : "+" + Figure.percent(slowdown),
                    Figure.count(trials.count),
                ]
                    + Verdict.allCases.map { verdict in
                        Figure.count(verdicts.count { $0 == verdict })
                    } + [
                        Self.share(moved, of: trials.count)
                    ])
        }
        markdown = """
            # Self-test of comparisons

            The program was compared with itself \(Figure.count(trials.count, "times")), in blocks of \
            processes, and with itself slowed down by what is planted. Of nothing, whatever is said to \
            have moved is a false alarm; of a slowdown, it is found. Of nothing, a second experiment has \
            confirmed what moved, as in `winnow compare`; slowdowns are judged by the first alone. A \
            comparison with several series counts as moved if one is said to have.

            \(table.text)

            \(Self.histories(histories))
            """
    }

    private static func histories(_ histories: [HistorySimulation]) -> String {
        guard !histories.isEmpty else { return "" }
        var table = MarkdownTable([
            .text("noise that lasts into the next night"), .number("series"),
            .text("last night called worse or better (95 %)"),
            .text("last night stands out (95 %)"), .text("a change found anywhere (95 %)"),
        ])
        table.rows = histories.map { one in
            [Figure.percent(one.memory), Figure.count(one.series)]
                + [one.moved, one.outliers, one.changed].map { share($0, of: one.series) }
        }
        return """
            ## Nights

            The same for histories: series of nights at one level were thrown, with noise of \
            \(Figure.percent(HistorySimulation.noise)); whatever is said to have changed is wrong.

            \(table.text)

            """
    }

    private static func share(_ part: Int, of whole: Int) -> String {
        let interval = ProportionInterval.exact(part, of: max(whole, 1))
        return "\(Figure.percent(Double(part) / Double(max(whole, 1)))) "
            + "(\(Figure.percent(interval.lowerBound)) to \(Figure.percent(interval.upperBound)))"
    }
}
