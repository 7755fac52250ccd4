internal import Evaluation
internal import Verdicts

extension Report {
    /// What is recommended for all conversations does corpus by corpus, window by window.
    static func byCorpus(_ subject: Subject) -> Section? {
        let tables = subject.recommendations.compactMap { recommendation in
            recommendation.corpusTable.map { Markdown.details(recommendation.place, $0) }
        }
        return Section("By corpus", tables.isEmpty ? [] : [corporaNote] + tables)
    }

    private static let corporaNote = """
        What is recommended for all conversations together, on each corpus alone, and what the corpus \
        alone would choose. *Read from the cache* is a share of the tokens sent.
        """
}

extension Recommendation {
    /// The corpora of the recommended setting's cells; nil where there is one corpus alone.
    fileprivate var corpusTable: String? {
        guard let best = decision.recommended, best.cells.count > 1 else { return nil }
        var table = MarkdownTable([
            .text("corpus"), .number("conversations"), .number("requests"),
            .number("requests too long"), .number("expected bill"), .number("sending everything"),
            .number("tokens saved, net"), .number("read from the cache"),
            .number("references lost"), .text("would choose"),
        ])
        let references = decision.reference?.cells
        table.rows = best.cells.enumerated().map { place, cell in
            corpusRow(cell, reference: references?[place])
        }
        return table.text
    }

    private func corpusRow(_ cell: CellResult, reference: CellResult?) -> [String] {
        let sums = ResultSums(cell)
        let read = cell.conversations.reduce(Int128(0)) { $0 + Int128($1.cacheRead) }
        let corpus = cell.cell.corpus
        let scopes = [corpus.name, corpus.distinctName].map { Decision.Scope.corpus($0) }
        let other = disagreements.first { scopes.contains($0.scope) }?.choice.setting.label
        return [
            Markdown.escaped(corpus.name), Figure.count(sums.conversations),
            Figure.count(sums.requests),
            Figure.percent(sums.notFitting, of: sums.requests), Figure.dollars(sums.expectedBill),
            reference.map { Figure.dollars(ResultSums($0).bill) } ?? Figure.dash,
            Figure.percent(sums.saved - sums.summarizer, of: sums.recorded),
            Figure.percent(read, of: sums.sent),
            Figure.percent(sums.referencesLost, of: sums.referencesNeeded),
            other.map { Markdown.escaped($0) } ?? "the same",
        ]
    }
}
