internal import Evaluation
internal import Statistics
internal import Verdicts

extension Report {
    /// What each policy does to requests, and what its summaries are worth: a table for each window.
    static func policies(_ subject: Subject) -> Section? {
        let table = subject.table
        let tables = limitTables(subject) { rows in
            let modes = table.groups(of: rows, by: CellTable.mode).flatMap { mode in
                PolicyRows.all(of: table, rows: mode.rows).filter { $0.sums.requests > 0 }
                    .map { (mode.value ?? "", $0) }
            }
            return modes.contains { $0.1.sums.changed > 0 } ? policyTable(modes) : nil
        }
        guard !tables.isEmpty else { return nil }
        return Section("What each policy does", [policiesNote] + tables)
    }

    /// A table for each context limit that has one, under a heading.
    static func limitTables(
        _ subject: Subject, _ text: ([CellTable.Row]) -> String?
    ) -> [String] {
        let table = subject.table
        return table.groups(of: table.rows, by: EstimateError.axes.limit).compactMap { group in
            guard let text = text(group.rows) else { return nil }
            let heading = group.value.map { "### Window \(limitName($0))" }
            return [heading, text].compactMap(\.self).joined(separator: "\n\n")
        }
    }

    private static let policiesNote = """
        A row is a policy over all corpora, every other setting at the first value that there is with \
        it. *Tokens saved* is a share of what the recording would send, the same for both clients; \
        *net* leaves out what a model read and wrote for summaries. *Avoided* summaries were in \
        memory: without it they would all have been made again. *Lost on a sample* compares references \
        lost with those of two naive contexts of the same size: the first and last messages, and random \
        ones. A string that is visible need not be recalled by a model. Latency is advisory.
        """

    private static func policyTable(_ policies: [(mode: String, policy: PolicyRows)]) -> String {
        var table = MarkdownTable([
            .text("client"), .text("policy"), .number("changed (requests)"),
            .number("tokens saved"), .number("net"), .number("bill"),
            .number("without prompt cache"), .number("competitive ratio"),
            .number("summaries made"), .number("avoided (share)"), .number("by fallback"),
            .number("quality"), .number("facts kept"), .number("references lost"),
            .number("lost on a sample"), .number("head + tail"), .number("random"),
            .number("added p50"), .number("added p99"),
        ])
        table.rows = policies.map { mode, policy in
            [mode, Markdown.escaped(policy.label)] + bills(policy) + summaries(policy)
                + losses(policy)
        }
        return table.withoutEmptyColumns.text
    }

    private static func bills(_ policy: PolicyRows) -> [String] {
        let sums = policy.sums
        return [
            Figure.percent(sums.changed, of: sums.requests),
            Figure.percent(sums.saved, of: sums.recorded),
            Figure.percent(sums.saved - sums.summarizer, of: sums.recorded),
            Figure.dollars(sums.bill), Figure.dollars(sums.billUncached),
            sums.competitiveRatio.map { Figure.significant($0, 3) } ?? Figure.dash,
        ]
    }

    private static func summaries(_ policy: PolicyRows) -> [String] {
        let all = policy.sums.summaries + policy.avoided
        return [
            Figure.count(policy.sums.summaries), Figure.percent(policy.avoided, of: all),
            Figure.percent(policy.degraded, of: all), share(policy.quality),
            share(policy.preservation),
        ]
    }

    private static func losses(_ policy: PolicyRows) -> [String] {
        let latency = policy.latency
        return [Figure.percent(policy.sums.referencesLost, of: policy.sums.referencesNeeded)]
            + ["own", "headtail", "random"].map { share(policy.lostOnSample($0)) }
            + [Quantile.p50, .p99].map {
                latency.count == 0 ? Figure.dash : Figure.duration(latency.value(at: $0))
            }
    }

    static func share(_ value: Double?) -> String {
        value.map { Figure.percent($0) } ?? Figure.dash
    }
}
