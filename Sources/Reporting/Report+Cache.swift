internal import Evaluation
internal import StrictJSON

extension Report {
    /// What the count cache did, per corpus.
    static func cache(_ subject: Subject) -> Section? {
        let table = subject.table
        let varied: Set<String> = [CellTable.corpus, Speed.axes.cache, CellTable.mode]
        let measured = table.rows.filter { $0.integer(.countCacheHits) != nil }
        let rows = table.slice(of: measured, varying: varied)
        guard !rows.isEmpty else { return nil }
        let fixed = table.fixedSettings(of: rows, varying: varied)
        let note =
            "One replay a row: first to last request of every conversation, one after the other. A hit "
            + "is a look-up that found a count; what needed no look-up is no hit."
            + (fixed.isEmpty ? "" : " Held fixed: \(fixed).")
        return Section("Count cache", [note, cacheTable(table, rows)])
    }

    private static func cacheTable(_ table: CellTable, _ rows: [CellTable.Row]) -> String {
        let keys = [CellTable.corpus, CellTable.mode, Speed.axes.cache]
            .compactMap { name in table.index(of: name).map { (name, $0) } }
        var result = MarkdownTable(
            keys.map { .text($0.0) } + [
                .number("hits (look-ups)"), .number("misses (look-ups)"), .number("hit ratio"),
                .number("evictions (entries)"), .number("largest (bytes)"),
                .number("recounted (messages)"), .number("known (messages)"),
                .number("of them without a look-up"), .number("known (share)"),
            ])
        let ordered = table.groups(of: rows, by: CellTable.corpus).flatMap { corpus in
            table.groups(of: corpus.rows, by: CellTable.mode).flatMap { mode in
                table.groups(of: mode.rows, by: Speed.axes.cache).flatMap(\.rows)
            }
        }
        result.rows = ordered.map { row in
            keys.map { name(row.coordinates[$0.1]) } + cacheFigures(row)
        }
        return result.text
    }

    private static func cacheFigures(_ row: CellTable.Row) -> [String] {
        let hits = row.integer(.countCacheHits) ?? 0
        let misses = row.integer(.countCacheMisses) ?? 0
        let counted = row.integer(.operations) ?? 0
        let reused = row.integer(.operationsAvoided) ?? 0
        return [
            Figure.count(hits), Figure.count(misses), Figure.percent(hits, of: hits + misses),
            row.integer(.countCacheEvictions).map { Figure.count($0) } ?? Figure.dash,
            row.integer(.countCacheBytes).map { Figure.count($0) } ?? Figure.dash,
            Figure.count(counted), Figure.count(reused),
            row.integer(.operationsReused).map { Figure.count($0) } ?? Figure.dash,
            Figure.percent(reused, of: counted + reused),
        ]
    }
}

/// Whether what one process keeps on disk is what the next one finds there.
package struct PersistenceCheck: Sendable {
    /// One conversation that two processes managed, the second after the first.
    package struct Trial: Hashable, Sendable {
        /// Where it comes from and how it was managed, for people.
        package var name: String
        /// Summaries that the first process wrote.
        package var written: Int
        /// Summaries that the second process found.
        package var found: Int
        /// Summaries that the second process had to make and write again, and records that it could
        /// not read.
        package var failed: Int
        /// Whether both processes gave the same messages.
        package var isSame: Bool

        /// A trial.
        package init(name: String, written: Int, found: Int, failed: Int, isSame: Bool) {
            self.name = name
            self.written = written
            self.found = found
            self.failed = failed
            self.isSame = isSame
        }

        /// Whether the second process found everything, and nothing else came of it.
        var isFine: Bool { isSame && failed == 0 && found >= written }

        private var words: String {
            "\(written) written, \(found) found, \(failed) made again"
                + (isSame ? "" : ", other messages")
        }

        var line: String { "\(isFine ? "fine" : "WRONG")\t\(name)\t\(words)" }
    }

    private let trials: [Trial]

    /// The check of some trials.
    package init(_ trials: [Trial]) { self.trials = trials }

    /// A line for each trial.
    package var text: String { trials.map { $0.line + "\n" }.joined() }

    /// The verdict; where nothing was kept at all, nothing was checked.
    package var record: VerdictRecord {
        let wrong = trials.filter { !$0.isFine }.map(\.name)
        let written = trials.reduce(0) { $0 + $1.written }
        let count = Figure.count(trials.count, "conversations")
        let found = "\(Figure.count(written)) summaries kept for the next process, \(count)"
        return VerdictRecord(
            wrong.isEmpty ? .unchanged : .worse, isComplete: written > 0,
            headline: wrong.isEmpty ? found : "not found again: \(wrong.joined(separator: ", "))",
            details: [("trials", .array(trials.map { .string($0.line) }))])
    }
}
