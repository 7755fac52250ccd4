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
