internal import Statistics
package import Verdicts

/// How often comparisons erred.
package struct SelftestReport: Sendable {
    /// A comparison for every injected slowdown, on blocks that they share.
    package struct Trial: Hashable, Sendable {
        /// What was said of each.
        package var verdicts: [Verdict]
        /// Its noise, at the median block.
        package var noise: Noise

        /// A trial.
        package init(verdicts: [Verdict], noise: Noise) {
            self.verdicts = verdicts
            self.noise = noise
        }
    }

    /// The text.
    package var markdown: String { report.markdown }
    /// The files: `selftest.md` first, then the same as a page.
    package var files: [ReportFile] { report.files }

    private let report: IllustratedReport

    /// The report of some trials of at most so many blocks, and of simulated nightly runs.
    package init(
        _ trials: [Trial], slowdowns: [Double], blocks: Int,
        histories: [HistorySimulation] = [], command: String
    ) {
        var table = MarkdownTable(
            [.text("injected"), .number("trials")] + Verdict.allCases.map { .number($0.rawValue) }
                + [.text("said to have moved (95 %)")])
        for (index, slowdown) in slowdowns.enumerated() {
            let verdicts = trials.map { $0.verdicts[index] }
            let moved = verdicts.count(where: \.isMoved)
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
        let opening = """
            The program was compared with itself \(Figure.count(trials.count, "times")), in \
            \(Figure.count(blocks, "blocks")) of processes at most, and with itself slowed down by what \
            is injected. With nothing injected, whatever is said to have moved is a false alarm; with a \
            slowdown, it is a finding. As in `winnow compare`, a second experiment has confirmed what moved. A comparison \
            with several series counts as moved if one is said to have.
            """
        report = IllustratedReport(
            "selftest",
            [
                "# Self-test of comparisons", opening, table.text, Self.noise(trials),
                Self.histories(histories), "## Again", Markdown.block(command, limit: 4096),
            ], pictures: [])
    }

    private static func noise(_ trials: [Trial]) -> String {
        guard !trials.isEmpty else { return "" }
        func range(_ values: [Double]) -> String {
            let quantiles = [0, 0.5, 1].map {
                Figure.percent(Quantile.interpolated(at: $0, of: values))
            }
            return "\(quantiles[1]) (\(quantiles[0]) to \(quantiles[2]))"
        }
        return """
            The noise at the median block of a trial, median of the trials and range: other \
            work made processes wait \(range(trials.map(\.noise.pressure))) of the time, other machines \
            took \(range(trials.map(\.noise.steal))).
            """
    }

    private static func histories(_ histories: [HistorySimulation]) -> String {
        guard !histories.isEmpty else { return "" }
        var table = MarkdownTable([
            .text("noise that lasts into the next run"), .number("series"),
            .text("latest run called worse or better (95 %)"),
            .text("latest run stands out (95 %)"), .text("a change found anywhere (95 %)"),
        ])
        table.rows = histories.map { one in
            [Figure.percent(one.memory), Figure.count(one.series)]
                + [one.moved, one.outliers, one.changed].map { share($0, of: one.series) }
        }
        return """
            ## Nightly runs

            The same for histories: series of nightly runs at one level were simulated, with noise of \
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
