internal import Evaluation
internal import Statistics

extension SummaryQualityReport {
    /// How much of the reference summaries of meetings is in the extracts.
    static func meetings(
        _ record: SummaryQualityRecord, _ bootstrap: PairedClusterBootstrap
    ) -> String? {
        guard !record.meetings.isEmpty else { return nil }
        var scores = MarkdownTable(
            [.text("measure (F1)"), .number("n")] + MeetingRun.methods.map { .number($0) })
        var differences = MarkdownTable([
            .text("measure (F1)"), .text("other"), .number("extract − other"), .text("verdict"),
        ])
        for (index, measure) in MeetingRun.measures.enumerated() {
            let ratios = MeetingRun.methods.indices.map { method in
                record.meetings.map { $0[index][method] }
            }
            scores.rows.append(
                [measure.name, Figure.count(record.meetings.count)]
                    + ratios.map { sum($0).map(score) ?? Figure.dash })
            for (name, base) in zip(MeetingRun.methods, ratios).dropFirst() {
                let verdict = PairedVerdict(ratios[0], against: base, by: bootstrap)
                differences.rows.append(
                    [measure.name, name] + cells(verdict) { ($0 > 0 ? "+" : "") + score($0) })
            }
        }
        return [
            "## Summaries of meetings", note(record), scores.text, differences.text,
        ].joined(separator: "\n\n")
    }

    private static func note(_ record: SummaryQualityRecord) -> String {
        let corpora = record.meetingCorpora.map {
            Markdown.escaped($0.name) + " (" + Markdown.code(String($0.hash.prefix(16))) + ")"
        }
        return """
            Corpus: \(corpora.joined(separator: ", ")). One summary of at most \(MeetingRun.words) \
            words of each whole meeting, without focus, against the annotators' answers to the \
            general questions; the others choose among the same meeting's sentences. ROUGE is a \
            floor, not a ranking.
            """
    }

    private static func score(_ value: Double) -> String { DecimalText.fixed(value, decimals: 4) }
}
