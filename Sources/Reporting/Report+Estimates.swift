internal import Evaluation

extension Report {
    /// How wrong the estimating counters are: per class of content, per request, at the limit.
    static func estimates(_ subject: Subject) -> Section? {
        let errors = subject.estimates
        guard !errors.isEmpty else { return nil }
        let paragraphs = [requestTable(errors), estimateNote, classTable(errors)]
        return Section("Estimate against exact count", paragraphs.compactMap { $0 })
    }

    private static let estimateNote = """
        By class of content, each message counted once: the error is Σ|estimate − exact| over text \
        parts, its share that sum over Σ exact. Errors that cancel out in a long request do not \
        cancel here. Definitions of tools are content, but of no class.
        """

    private static func requestTable(_ errors: [EstimateError]) -> String {
        var table = MarkdownTable([
            .text("counter"), .number("all requests, as counted (tokens)"),
            .number("exact (tokens)"), .number("difference"),
            .number("overflows, exact (requests)"), .number("missed (requests)"),
            .number("false (requests)"),
        ])
        table.rows = errors.map { error in
            let overflows = error.overflows
            return [
                Markdown.escaped(error.counter), Figure.count(error.tokens.counted),
                Figure.count(error.tokens.exact), error.bias.map(Figure.percent) ?? Figure.dash,
                Figure.count(overflows.exact),
                "\(Figure.count(overflows.missed)) "
                    + "(\(Figure.percent(overflows.missed, of: overflows.exact)))",
                Figure.count(overflows.falselySeen),
            ]
        }
        return table.text
            + "\n\nTokens over all corpora; overflows over all corpora and all context limits."
    }

    private static func classTable(_ errors: [EstimateError]) -> String? {
        var table = MarkdownTable([
            .text("counter"), .text("corpus"), .text("class"), .number("exact (tokens)"),
            .number("error (tokens)"), .number("error (share)"),
        ])
        for error in errors {
            let counter = Markdown.escaped(error.counter)
            table.rows += error.classes.map { part in
                [counter, "**all**", Markdown.escaped(part.label)]
                    + shares(part.error, of: part.exact)
            }
            table.rows += error.contents.map { part in
                [counter, Markdown.escaped(part.corpus), Markdown.escaped(part.label)]
                    + shares(part.error, of: part.exact)
            }
        }
        return table.rows.isEmpty ? nil : table.text
    }

    private static func shares(_ error: Int128, of exact: Int128) -> [String] {
        [Figure.count(exact), Figure.count(error), Figure.percent(error, of: exact)]
    }
}

extension EstimateError {
    /// By how much whole requests are counted too high (above 0) or too low; nil without tokens.
    var bias: Double? {
        tokens.exact == 0
            ? nil : Double(tokens.counted - tokens.exact) / Double(tokens.exact)
    }
}

/// How far the counts of one estimating counter are from the exact reference.
struct EstimateError {
    /// A class of content of one corpus: its exact tokens and the absolute error on them.
    struct Content {
        let corpus: String
        let label: String
        let exact: Int128
        let error: Int128
    }

    let counter: String
    let contents: [Content]
    /// Tokens of all requests, as counted and exactly.
    let tokens: (counted: Int128, exact: Int128)
    let overflows: Overflows

    /// Requests above the limit, over all limits and corpora.
    struct Overflows {
        let requests: Int128
        let missed: Int128
        let falselySeen: Int128
        /// What the exact reference finds above the limit.
        let exact: Int128
    }

    /// The names of the axes that errors are grouped by.
    static let axes = (counter: "counter", limit: "context.limit")

    /// The estimating counters of a table, in the order of its axis.
    static func all(of table: CellTable) -> [EstimateError] {
        let estimates = table.rows.filter(\.isEstimate)
        return table.groups(of: estimates, by: axes.counter).map { group in
            EstimateError(table, counter: group.value, rows: group.rows)
        }
    }

    /// The exact tokens and the error of a class over all corpora, classes in order.
    var classes: [(label: String, exact: Int128, error: Int128)] {
        Self.labels(contents.map(\.label)).map { label in
            let parts = contents.filter { $0.label == label }
            return (label, parts.map(\.exact).reduce(0, +), parts.map(\.error).reduce(0, +))
        }
    }

    private init(_ table: CellTable, counter: String?, rows: [CellTable.Row]) {
        let once = table.groups(of: rows, by: CellTable.corpus).compactMap { group in
            table.slice(of: group.rows, varying: []).first.map { (group.value ?? "", $0) }
        }
        self.counter = counter ?? "estimate"
        contents = once.flatMap { Self.contents(of: $0.1, corpus: $0.0) }
        let counted = once.map(\.1).filter {
            $0.integer(.tokensIn) != nil && $0.integer(.tokensExact) != nil
        }
        tokens = (
            CellTable.sum(counted, .tokensIn) ?? 0, CellTable.sum(counted, .tokensExact) ?? 0
        )
        overflows = Overflows(
            table.slice(of: rows, varying: [CellTable.corpus, Self.axes.limit]))
    }

    private static func contents(of row: CellTable.Row, corpus: String) -> [Content] {
        let measured = row.result.figures.filter { $0.metric == .contentTokens }
        return labels(measured.compactMap(\.label)).compactMap { label in
            guard let exact = row.integer(.contentTokens, label),
                let error = row.integer(.contentError, label)
            else { return nil }
            return Content(corpus: corpus, label: label, exact: exact, error: error)
        }
    }

    /// Labels once each: the known classes in their usual order, then others as they come.
    private static func labels(_ labels: [String]) -> [String] {
        let known = ["prose", "code", "json", "cjk", "tools"]
        var seen = Set(known)
        return known.filter(labels.contains) + labels.filter { seen.insert($0).inserted }
    }
}

extension EstimateError.Overflows {
    /// The overflows of cells that are each of another corpus or limit.
    init(_ rows: [CellTable.Row]) {
        requests = CellTable.sum(rows, .requests) ?? 0
        missed = CellTable.sum(rows, .missedOverflows) ?? 0
        falselySeen = CellTable.sum(rows, .falseOverflows) ?? 0
        exact = (CellTable.sum(rows, .risk, "overflow") ?? 0) - falselySeen + missed
    }
}
