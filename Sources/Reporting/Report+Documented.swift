internal import Evaluation
internal import Statistics

extension Report {
    /// The documented figures beside what was measured.
    static func documented(_ subject: Subject) -> Section? {
        let table = subject.table
        let chunked = Shortening.plainRows(of: table, management: "chunked")
        guard !chunked.isEmpty else { return nil }
        var rows = MarkdownTable([
            .text("documented"), .text("mode"), .text("corpus"), .number("measured"),
            .text("verdict"),
        ])
        var told: [[[String]]] = []
        for mode in table.groups(of: chunked, by: CellTable.mode) {
            let corpora = table.groups(of: mode.rows, by: CellTable.corpus)
            for corpus in [(value: nil, rows: mode.rows)] + corpora {
                let place = [
                    mode.value.map { name($0) } ?? Figure.dash,
                    corpus.value.map { name($0) } ?? "**all**",
                ]
                let claims = claims(Shortening(label: "", rows: corpus.rows))
                told.append(claims.map { [$0.text] + place + [$0.measured, $0.verdict] })
            }
        }
        // Claim by claim, though they are told place by place.
        for claim in told.first?.indices ?? 0..<0 { rows.rows += told.map { $0[claim] } }
        return Section("Documented figures", [documentedNote, rows.text])
    }

    private static let documentedNote = """
        What the documents of chunk tracking and context management promise, and what the chunked \
        way did here over all limits, every other setting at the first value of its axis: point \
        values of this run, without an interval. A verdict holds for these recordings only.
        """

    private struct Claim {
        let text: String
        let measured: String
        let verdict: String

        init(_ text: String, _ measured: String, holds: Bool?) {
            self.text = text
            self.measured = measured
            verdict = holds.map { $0 ? "holds" : "**fails**" } ?? "nothing to judge"
        }
    }

    private static func claims(_ way: Shortening) -> [Claim] {
        let all = way.made + way.avoided
        let avoided = all == 0 ? nil : Double(way.avoided) / Double(all)
        let good = all == 0 ? nil : 1 - Double(way.degraded) / Double(all)
        let perSummary = way.made == 0 ? nil : Double(way.saved) / Double(way.made)
        let latency = way.latency
        let p99 = latency.value(at: .p99).value
        return [
            Claim(
                "60–80 % fewer condensation operations", share(avoided),
                holds: avoided.map { $0 >= 0.6 }),
            Claim(
                "less than 50 ms added (p99 here)",
                latency.count == 0 ? Figure.dash : Figure.duration(latency.value(at: .p99)),
                holds: p99.map { $0 < 50_000_000 }),
            Claim("96 % of condensations succeed", share(good), holds: good.map { $0 >= 0.96 }),
            Claim(
                "up to 122 tokens saved by an operation (mean here)",
                perSummary.map { Figure.significant($0, 3) } ?? Figure.dash,
                holds: perSummary.map { $0 >= 122 }),
        ]
    }
}
