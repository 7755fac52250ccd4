internal import Evaluation
internal import Verdicts

extension Report {
    /// What was run, on what, and how much of it was done.
    static func header(_ subject: Subject) -> Section? {
        let run = subject.record.description
        var facts = MarkdownTable([.text("fact"), .text("value")])
        facts.rows = [
            ["run", Markdown.code(run.id)],
            ["started", UTCTime.text(milliseconds: run.startedAt)],
            ["command", Markdown.code(run.command, limit: 1000)],
            ["revision", Markdown.code(run.program.revision)],
            ["build (SHA-256)", Markdown.code(run.program.buildFingerprint)],
            ["matrix", Markdown.escaped(run.work.name)],
            ["seed", Markdown.code(String(run.work.seed))],
            ["cells done", done(subject.record)],
            ["cells failed", Figure.count(subject.record.failures.count, "cells")],
        ]
        facts.rows += run.program.environment.map {
            ["machine: " + Markdown.escaped($0.axis), Markdown.escaped($0.value)]
        }
        let paragraphs = [facts.text, corpora(subject)]
        return Section("What was run", paragraphs.compactMap { $0 }, basis: .facts)
    }

    private static func done(_ record: RunRecord) -> String {
        "\(Figure.count(record.results.count)) of "
            + Figure.count(record.description.work.cells, "cells")
    }

    private static func corpora(_ subject: Subject) -> String? {
        let corpora = subject.record.description.work.corpora
        guard !corpora.isEmpty else { return nil }
        let compared = subject.compared
        var table = MarkdownTable([
            .text("corpus"), .text("SHA-256"), .number("conversations"),
            .number("of them with requests"), .number("messages"), .number("requests"),
            .number("content (tokens, cl100k_base)"), .number("unknown files"),
            .number("refused records"),
        ])
        let all = corpora.map { corpus in
            numbers(of: corpus, compared[corpus.identity]?.conversations ?? 0)
        }
        table.rows = zip(corpora, all).map { corpus, numbers in
            [
                Markdown.escaped(corpus.identity.name),
                Markdown.code(String(corpus.identity.hash.prefix(16))),
            ] + numbers.map { Figure.count($0) }
        }
        if corpora.count > 1 {
            let sums = all.dropFirst().reduce(all[0]) { zip($0, $1).map { $0 + $1 } }
            table.rows.append(["**all**", ""] + sums.map { Figure.count($0) })
        }
        return table.text
    }

    private static func numbers(of corpus: CorpusSummary, _ compared: Int) -> [Int128] {
        [
            corpus.conversations, compared, corpus.messages, corpus.requests, corpus.contentTokens,
            corpus.unknownFiles, corpus.refusedRecords,
        ].map { Int128($0) }
    }
}

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
