internal import Evaluation
internal import Statistics

/// What one way of shortening did, summed over the cells it was tried in.
struct Shortening {
    /// The settings that make the way, for people.
    let label: String
    let rows: [CellTable.Row]

    /// The name of the axis that turns shortening on.
    static let management = "management"
    /// Axes that are the task, not the way.
    private static let task: Set<String> = [EstimateError.axes.limit, "replay.gap"]

    /// The ways that were tried under one value of the limit, in the order of the axes; without
    /// shortening the plain rows are one, those in which every other setting has its first value. O(rows · ways).
    ///
    /// - Parameter unnamed: axes that the rows are alike on, so that no label says where they stand.
    static func all(
        of table: CellTable, rows: [CellTable.Row], unnamed: Set<String> = []
    ) -> [Shortening] {
        guard let management = table.index(of: management) else { return [] }
        let varied = table.variedSettings.filter {
            !task.contains($0.axis.name) && !unnamed.contains($0.axis.name)
        }
        var order: [[Int]] = []
        var groups: [[Int]: [CellTable.Row]] = [:]
        for row in rows {
            let isOff = row.coordinates[management] == "off"
            let key = isOff ? [-1] : varied.map { row.places[$0.index] }
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(row)
        }
        return order.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
            let all = groups[key] ?? []
            // What does not shorten is alike in all settings of shortening; the rest must not be added up.
            let plain = all.filter { isPlain($0, varied, management) }
            let rows = key == [-1] && !plain.isEmpty ? plain : all
            return Shortening(label: Self.label(rows, varied, management), rows: rows)
        }
    }

    /// The rows of a way of shortening in which every other setting, the task apart, has the first value
    /// of its axis.
    static func plainRows(of table: CellTable, management wanted: String) -> [CellTable.Row] {
        let varied = table.variedSettings.filter { !task.contains($0.axis.name) }
        guard let management = table.index(of: management) else { return [] }
        return table.rows.filter { row in
            row.coordinates[management] == wanted && isPlain(row, varied, management)
        }
    }

    /// Whether every setting but the way of shortening has the first value of its axis.
    private static func isPlain(
        _ row: CellTable.Row, _ varied: [(index: Int, axis: CellTable.Axis)], _ management: Int
    ) -> Bool {
        varied.allSatisfy { $0.index == management || row.places[$0.index] == 0 }
    }

    /// The way of shortening, then whatever else is not the first value.
    private static func label(
        _ rows: [CellTable.Row], _ varied: [(index: Int, axis: CellTable.Axis)], _ management: Int
    ) -> String {
        guard let row = rows.first else { return "" }
        let way = row.coordinates[management]
        guard way != "off" else { return way }
        let others = varied.filter { $0.index != management && row.places[$0.index] > 0 }
            .map { "\($0.axis.name)=\(row.coordinates[$0.index])" }
        return ([way] + others).joined(separator: ", ")
    }

    var requests: Int128 { sum(.requests) }
    var tokensIn: Int128 { sum(.tokensIn) }
    var saved: Int128 { sum(.tokensSaved) }
    var net: Int128 { sum(.tokensSavedNet) }
    var made: Int128 { sum(.summaries) }
    var avoided: Int128 { sum(.summariesAvoided) }
    var degraded: Int128 { sum(.summariesDegraded) }
    var illegal: Int128 { sum(.illegalViews) }
    var judged: Int128 { sum(.viewsJudged) }
    var insufficient: Int128 { sum(.action, "insufficient") }
    /// What all requests cost to read, in nano-dollars, without a provider's prompt cache and with it.
    var cost: (plain: Int128, cached: Int128) { (sum(.costPlain), sum(.costCached)) }
    /// What they cost with it, as a multiple of the best schedule in hindsight; nil where nothing is known.
    var regret: Double? {
        let best = sum(.costBest)
        return best > 0 ? Double(cost.cached) / Double(best) : nil
    }
    var acted: Int128 { rows.reduce(0) { $0 + $1.part(.actedShare, of: $1.integer(.requests)) } }

    /// The mean quality of summaries, weighted by their number; nil without any.
    var quality: Double? {
        mean(.quality) { ($0.integer(.summaries) ?? 0) + ($0.integer(.summariesAvoided) ?? 0) }
    }

    /// The mean share of facts kept in changed requests; nil without any.
    var preservation: Double? {
        mean(.preservation) { $0.integer(.viewsJudged) ?? 0 }
    }

    /// The latency added to requests.
    var latency: Samples {
        Samples(rows.lazy.flatMap { $0.result.samples(of: .addedLatency) })
    }

    /// The share of later uses that a view shows; nil without any.
    func visible(_ metric: Metric) -> Double? {
        let visible = sum(metric, "visible")
        let all = visible + sum(metric, "recoverable") + sum(metric, "lost")
        return all == 0 ? nil : Double(visible) / Double(all)
    }

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

extension CellTable.Row {
    /// A share of a whole as a number.
    fileprivate func part(_ metric: Metric, of whole: Int128?) -> Int128 {
        guard case .real(let share)? = self[metric], let whole, share.isFinite else { return 0 }
        return Int128((share * Double(whole)).rounded())
    }
}
