internal import Evaluation
package import Verdicts

/// A comparison: what moved, how sure that is, what noise there was.
package struct ComparisonReport: Sendable {
    /// What was compared, and what came out.
    package struct Subject: Sendable {
        /// What is compared with, and what is judged, for people.
        package var base: String
        /// What is judged, for people.
        package var head: String
        /// What both were measured on, for people.
        package var work: String
        /// The command, without paths of the machine.
        package var command: String
        /// The exact results; nil where none were taken.
        package var exact: ExactComparison?
        /// The verdicts on times; empty where no times were compared.
        package var times: [TimingJudgement] = []
        /// The blocks that they rest on.
        package var blocks: [Block] = []

        /// A subject without results yet.
        package init(base: String, head: String, work: String, command: String) {
            self.base = base
            self.head = head
            self.work = work
            self.command = command
        }
    }

    /// The text.
    package var markdown: String { report.markdown }
    /// The files: `comparison.md` first, then the same as a page, then the pictures.
    package var files: [ReportFile] { report.files }

    private let report: IllustratedReport

    /// The report of a comparison; the same subject gives the same bytes.
    package init(_ subject: Subject) {
        let plot = ForestPlot(
            "Changes of CPU time: \(subject.head) against \(subject.base)", subject.times)
        let path = "comparison-times.svg"
        let parts = [
            Self.opening(subject), Self.exact(subject),
            Self.times(subject, plot?.link(to: path)), Self.noise(subject.blocks),
            Self.method(subject),
        ]
        report = IllustratedReport(
            "comparison", parts,
            pictures: plot.map { [ReportFile(path: path, text: $0.svg)] } ?? [])
    }

    /// The verdict in one line, for a terminal.
    package static func line(_ subject: Subject) -> String { ComparisonHeadline(subject).text }

    private static func opening(_ subject: Subject) -> String {
        """
        # \(Markdown.escaped(subject.head)) against \(Markdown.escaped(subject.base))

        On \(Markdown.escaped(subject.work)). **\(Markdown.escaped(line(subject), limit: 4096))**.
        """
    }

    private static func times(_ subject: Subject, _ plot: String?) -> String {
        guard !subject.times.isEmpty else { return "" }
        var table = MarkdownTable([
            .text("series"), .text("verdict"), .number("change"), .text("99 % interval"),
            .number("p"), .number("blocks"), .number("base against itself"),
            .number("could have been seen"), .number("blocks needed"),
        ])
        let order: [Verdict] = [.regressed, .improved, .inconclusive, .invalid, .equivalent]
        for verdict in order {
            let rows = subject.times.filter { $0.verdict == verdict }
                .sorted { ($0.change ?? 0).magnitude > ($1.change ?? 0).magnitude }
            table.rows += rows.map { cells(of: $0) }
        }
        let counts = ComparisonHeadline.counts(subject.times)
        return ["## CPU time", counts + ".", plot, table.text].compactMap { $0 }
            .joined(separator: "\n\n")
    }

    private static func cells(of time: TimingJudgement) -> [String] {
        var verdict = time.verdict.isMoved ? "**\(time.verdict.rawValue)**" : time.verdict.rawValue
        if time.isAdvisory, time.verdict != .invalid { verdict += " (advisory)" }
        if let reason = time.reason { verdict += ": " + Markdown.escaped(reason) }
        let range = time.interval.map { interval in
            let ends = [interval.lowerBound, interval.upperBound].map(Figure.signedPercent)
            return ends.joined(separator: " to ")
        }
        return [
            Markdown.code(time.series), verdict, Figure.signedPercent(time.change),
            range ?? Figure.dash, Figure.significant(time.pValue, 2), Figure.count(time.blocks),
            Figure.signedPercent(time.noise),
            time.detectable.map { Figure.percent($0) } ?? Figure.dash,
            time.blocksNeeded.map { Figure.count($0) } ?? Figure.dash,
        ]
    }

    private static func noise(_ blocks: [Block]) -> String {
        guard !blocks.isEmpty else { return "" }
        let noise = blocks.map(\.noise)
        var table = NoiseTable(per: "block")
        table.add("time stolen by other machines", noise.map(\.steal))
        table.add("time waited for a processor", noise.map(\.pressure))
        table.addSwitches(noise.map { Double($0.involuntarySwitches) })
        let spoilt = blocks.count { !$0.isValid }
        return [
            "## Noise",
            "\(Figure.count(spoilt)) of \(Figure.count(blocks.count, "blocks")) left out, since "
                + "more than \(Figure.percent(Block.mostSteal)) of their time was stolen.",
            table.text ?? "",
        ].joined(separator: "\n\n")
    }

    private static func method(_ subject: Subject) -> String {
        let blocks = """
            A block is every arm once, one process each, side by side: they take turns of \
            \(Block.turnMilliseconds) ms, one running and the others stopped, in a seeded order that \
            every second block reverses; the base stands in it twice. The effect of a block is ln(head ⁄ base) of the \
            processes' medians. Looked at after half, three quarters and all of the \
            blocks planned (48 unless more are asked for): a series moved if the deviate of its \
            signed-rank test crosses the O'Brien–Fleming bound of the look (1 % for all looks), \
            its Hodges–Lehmann estimate is beyond the threshold, its p-value stands among those of \
            all series (Benjamini–Hochberg, 5 %), and a second experiment shows it, too. It is \
            equivalent if the 90 % interval lies within the threshold. *Advisory*: the base differs \
            from itself by more than half the threshold.
            """
        let command = Markdown.block(subject.command, limit: 4096)
        return ["## How", subject.times.isEmpty ? "" : blocks, command].filter { !$0.isEmpty }
            .joined(separator: "\n\n")
    }
}

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
