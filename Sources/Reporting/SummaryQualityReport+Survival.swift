internal import Evaluation
internal import Statistics

extension SummaryQualityReport {
    /// How many of the identifiers that are used later stand in the contexts.
    static func survival(
        _ record: SummaryQualityRecord, _ bootstrap: PairedClusterBootstrap
    ) -> String? {
        guard !record.corpora.isEmpty else { return nil }
        return [
            "## Identifiers that are used later", survivalNote, corpora(record),
            kept(record, bootstrap), sizes(record),
        ].joined(separator: "\n\n")
    }

    private static let survivalNote = """
        Up to \(SurvivalRun.requests) requests of each conversation, evenly spread among those with \
        something to condense. Whole atoms after the system messages and before the last 4 messages \
        are condensed in groups of at most 10 messages, without focus, to 10, 20 or 30 % of their \
        tokens. Retention is the share of the later uses of identifiers seen before the request that \
        stand in the context, to the letter; it is the same whole for each method. Head + tail and \
        random keep whole atoms within the tokens of the extract's context; random is the mean of 4 \
        choices. Identifiers in the context are an upper bound of what a model recalls.
        """

    private static func corpora(_ record: SummaryQualityRecord) -> String {
        var table = MarkdownTable([
            .text("corpus"), .text("SHA-256"), .number("conversations with tool calls"),
            .number("judged"),
        ])
        table.rows = record.corpora.map {
            [
                Markdown.escaped($0.identity.name),
                Markdown.code(String($0.identity.hash.prefix(16))),
                Figure.count($0.conversations), Figure.count($0.samples.count),
            ]
        }
        return table.text
    }

    /// The rows of a table: a corpus, or all that are large enough.
    private static func groups(
        _ record: SummaryQualityRecord
    ) -> [(name: String, samples: [SurvivalRun.Sample])] {
        let own = record.corpora.map { (Markdown.escaped($0.identity.name), $0.samples) }
        let pooled = record.pooled
        guard !pooled.isEmpty else { return own }
        return own + [("**pooled** (corpora of \(PairedVerdict.fewest) and more)", pooled)]
    }

    private static func kept(
        _ record: SummaryQualityRecord, _ bootstrap: PairedClusterBootstrap
    ) -> String {
        var table = MarkdownTable([
            .text("corpus"), .number("n"), .number("extract of"), .number("extract"),
            .number("head + tail"), .number("random"), .number("− head + tail"), .text("verdict"),
            .number("− random"), .text("verdict"),
        ])
        for (name, samples) in groups(record) {
            for (index, share) in SurvivalRun.shares.enumerated() {
                let ratios = SurvivalRun.Method.allCases.map { method in
                    samples.map { $0[index][method.rawValue].retention }
                }
                let verdicts = ratios.dropFirst().flatMap {
                    cells(PairedVerdict(ratios[0], against: $0, by: bootstrap), unit: points)
                }
                table.rows.append(
                    [name, Figure.count(samples.count), "\(share) %"]
                        + ratios.map { sum($0).map(Figure.percent) ?? Figure.dash } + verdicts)
            }
        }
        return "Retention, differences in percentage points:\n\n" + table.text
    }

    private static func points(_ share: Double) -> String {
        (share > 0 ? "+" : "") + DecimalText.fixed(share * 100, decimals: 1)
    }

    private static func sizes(_ record: SummaryQualityRecord) -> String {
        var table = MarkdownTable([
            .text("corpus"), .number("extract of"), .number("extract"), .number("head + tail"),
            .number("random"),
        ])
        for (name, samples) in groups(record) {
            for (index, share) in SurvivalRun.shares.enumerated() {
                let sizes = SurvivalRun.Method.allCases.map { method in
                    sum(samples.map { $0[index][method.rawValue].size })
                }
                table.rows.append(
                    [name, "\(share) %"] + sizes.map { $0.map(Figure.percent) ?? Figure.dash })
            }
        }
        return
            "Tokens of the contexts (cl100k_base), of those of the requests; whole atoms seldom fill "
            + "what they may have:\n\n" + table.text
    }
}
