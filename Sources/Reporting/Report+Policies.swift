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

/// The cells of one policy under one window, one for each corpus, and what they sum up to.
struct PolicyRows {
    /// The policy, and what else differs from the first value of its axis.
    let label: String
    let rows: [CellTable.Row]
    /// The exact sums of the conversations' records.
    let sums: ResultSums

    /// The name of the axis that names the policy.
    static let policy = "management"

    /// The policies of some rows in the axis's order, each as it is with the first values that there are
    /// of every other setting.
    static func all(of table: CellTable, rows: [CellTable.Row]) -> [PolicyRows] {
        guard table.index(of: policy) != nil else { return [] }
        return table.groups(of: rows, by: policy).map { group in
            PolicyRows(
                label: group.value ?? "",
                rows: table.slice(of: group.rows, varying: [CellTable.corpus]))
        }
    }

    /// The settings of some rows, in the order of the axes: those alike in all but corpus and window.
    static func settings(of table: CellTable, rows: [CellTable.Row]) -> [PolicyRows] {
        let varied = table.variedSettings.filter { $0.axis.name != EstimateError.axes.limit }
        var order: [[Int]] = []
        var groups: [[Int]: [CellTable.Row]] = [:]
        for row in rows {
            let key = varied.map { row.places[$0.index] }
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(row)
        }
        return order.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
            let rows = groups[key] ?? []
            let names = zip(varied, key).filter { $0.axis.name == policy || $1 > 0 }.map {
                one, place in
                one.axis.name == policy
                    ? one.axis.values[place] : "\(one.axis.name)=\(one.axis.values[place])"
            }
            return PolicyRows(label: names.joined(separator: ", "), rows: rows)
        }
    }

    init(label: String, rows: [CellTable.Row]) {
        self.label = label
        self.rows = rows
        sums = rows.reduce(into: ResultSums()) { $0.merge(ResultSums($1.result)) }
    }

    /// Requests for summaries that were answered from memory.
    var avoided: Int128 { sum(.summariesAvoided) }
    /// Requests for summaries that were answered by the fallback.
    var degraded: Int128 { sum(.summariesDegraded) }

    /// The latency added to requests.
    var latency: Samples {
        Samples(rows.lazy.flatMap { $0.result.samples(of: .addedLatency) })
    }

    /// The mean quality of summaries, weighted by their number; nil without any.
    var quality: Double? {
        mean(.quality) { ($0.integer(.summaries) ?? 0) + ($0.integer(.summariesAvoided) ?? 0) }
    }

    /// The mean share of facts kept, weighted by the requests that were changed; nil without any.
    var preservation: Double? { mean(.preservation) { $0.integer(.requestsChanged) ?? 0 } }

    /// The share of references lost on the sample that naive contexts are judged on, by the policy's own
    /// context or a naive one of the same size; nil without a sample.
    func lostOnSample(_ context: String) -> Double? { rows.map(\.result).lostOnSample(context) }

    private func sum(_ metric: Metric, _ label: String? = nil) -> Int128 {
        CellTable.sum(rows, metric, label) ?? 0
    }

    private func mean(_ metric: Metric, _ weight: (CellTable.Row) -> Int128) -> Double? {
        var sum = 0.0
        var whole: Int128 = 0
        for row in rows {
            guard case .real(let value)? = row[metric] else { continue }
            let weight = weight(row)
            sum += value * Double(weight)
            whole += weight
        }
        return whole == 0 ? nil : sum / Double(whole)
    }
}

extension [CellResult] {
    /// The share of references lost on the sample that naive contexts are judged on: by the policy's own
    /// context ("own"), or by the first and last messages ("headtail") or random ones ("random") of the
    /// same size; nil without a sample.
    func lostOnSample(_ context: String) -> Double? {
        let needed = keptOnSample("needed")
        return needed == 0 ? nil : 1 - Double(keptOnSample(context)) / Double(needed)
    }

    /// How many references of that sample are still there, or of all of them ("needed").
    func keptOnSample(_ label: String) -> Int {
        lazy.flatMap(\.measurements)
            .filter { $0.metric == .referencesNaive && $0.label == label }
            .reduce(0) { $0 + Int($1.value.number ?? 0) }
    }
}
