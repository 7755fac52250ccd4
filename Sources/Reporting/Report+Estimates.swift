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
