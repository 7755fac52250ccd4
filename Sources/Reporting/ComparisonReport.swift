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
