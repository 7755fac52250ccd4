internal import Evaluation

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
