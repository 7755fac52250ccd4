import Evaluation
import Files
import GRDB

/// What a merge did.
package struct MergeCount: Hashable, Sendable {
    /// Cells that were new, or had failed before.
    package var added = 0
    /// Cells that were there already.
    package var known = 0
    /// Runs that the merged database holds cells of.
    package var runs: [String] = []

    /// Nothing yet, or some counts.
    package init(added: Int = 0, known: Int = 0, runs: [String] = []) {
        self.added = added
        self.known = known
        self.runs = runs
    }
}

extension ResultStore {
    /// Takes over all that another database holds: whatever the order and however often databases are
    /// merged, the result is the same.
    ///
    /// Runs of the same name are the same run, or are refused. Of a cell that both have done, the
    /// deterministic values must be equal; of its times, those are kept that sort first as text. One
    /// transaction: a database is taken over whole or not at all. O(rows).
    package func merge(_ other: String) throws -> MergeCount {
        let source = try ResultStore(readingFrom: other)
        if let damage = try source.integrity().first {
            throw StorageError(
                path: other, problem: "is damaged: \(damage)", remedy: "run that part again",
                kind: .badContents)
        }
        try source.checkCells()
        try source.checkKeys()
        return try StorageError.refusing(path) {
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "ATTACH DATABASE ? AS part", arguments: [other])
                defer { try? database.execute(sql: "DETACH DATABASE part") }
                var count = MergeCount()
                // Its first step writes, so that it waits for others there and sees no older state. An
                // immediate transaction would lock the part for writing, too, and put a journal of
                // both beside them.
                try database.inTransaction(.deferred) {
                    count = try takeOver(other, database)
                    return .commit
                }
                return count
            }
        }
    }

    /// Refuses a database without a run, and one whose run has nothing yet.
    private func checkCells() throws {
        let empty = try read { database -> String? in
            let runs = try Int.fetchOne(database, sql: "SELECT count(*) FROM run") ?? 0
            let begun = try String.fetchOne(
                database,
                sql: """
                    SELECT name FROM run WHERE state = 'open'
                    AND NOT EXISTS (SELECT 1 FROM cell WHERE cell.run = run.id)
                    """)
            return runs == 0 ? "holds no run" : begun.map { "its run '\($0)' has no cell yet" }
        }
        guard let empty else { return }
        throw StorageError(
            path: path, problem: empty, remedy: "run that part to its end", kind: .badContents)
    }

    /// Refuses a database whose cells are not those that their keys stand for.
    private func checkKeys() throws {
        let sql = """
            SELECT cell.key, corpus.hash, config.text, mode, cell.seed, build_fingerprint
            FROM cell JOIN corpus ON corpus.id = cell.corpus JOIN config ON config.id = cell.config
            JOIN run ON run.id = cell.run JOIN subject ON subject.id = run.subject
            """
        try read { database in
            let empty = try String.fetchOne(
                database,
                sql: """
                    SELECT key FROM cell WHERE state = 'done'
                    AND NOT EXISTS (SELECT 1 FROM measurement WHERE measurement.cell = cell.id)
                    """)
            if let empty { throw Self.damaged(path, "the finished cell \(empty) without a value") }
            let rows = try Row.fetchCursor(database, sql: sql)
            while let row = try rows.next() {
                let cell = StoredCell(
                    configuration: row["text"], corpus: row["hash"], mode: row["mode"],
                    seed: row["seed"])
                let build: String = row["build_fingerprint"]
                let isRight = (Runner.oldestBenchmarkVersion...Runner.benchmarkVersion).contains {
                    let text = cell.keyText(buildFingerprint: build, benchmarkVersion: $0)
                    return SHA256.hash(text) == row["key"]
                }
                guard isRight else {
                    throw Self.damaged(path, "the cell \(row["key"] as String)")
                }
            }
        }
    }

    private func takeOver(_ other: String, _ database: Database) throws -> MergeCount {
        try database.execute(sql: Self.copyingFacts)
        var count = MergeCount()
        let sources = try Row.fetchAll(database, sql: "SELECT * FROM part.run ORDER BY name")
        for source in sources {
            let name: String = source["name"]
            try copyRun(source, name, from: other, database)
            try checkEqualCells(of: name, other, database)
            count.runs.append(name)
            let before = try doneCells(of: name, database)
            try takeOverCells(of: name, database)
            let added = try doneCells(of: name, database) - before
            let all =
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM part.cell WHERE run = ? AND state = 'done'",
                    arguments: [source["id"]]) ?? 0
            count.added += added
            count.known += all - added
            try finalise(name, database)
        }
        return count
    }

    private func doneCells(of run: String, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM main.cell JOIN main.run ON run.id = cell.run
                WHERE run.name = ? AND cell.state = 'done'
                """, arguments: [run]) ?? 0
    }

    /// Inserts the run, or checks that the one of its name is the same and keeps the least of what two
    /// parts of one run may differ in.
    private func copyRun(
        _ source: Row, _ name: String, from other: String, _ database: Database
    ) throws {
        let facts = "SELECT \(Self.runFacts) FROM"
        let theirs = try Row.fetchOne(
            database, sql: "\(facts) \(Self.runTables("part")) WHERE run.name = ?",
            arguments: [name])
        let ours = try Row.fetchOne(
            database, sql: "\(facts) \(Self.runTables("main")) WHERE run.name = ?",
            arguments: [name])
        if ours == nil {
            try database.execute(
                sql: Self.copyingRun, arguments: [name])
        } else if ours.map(Self.work) != theirs.map(Self.work) {
            throw StorageError(
                path: other,
                problem: "its run '\(name)' is of another program, matrix, seed or corpora than "
                    + "the one of that name in \(path)",
                remedy: "merge it into another database", kind: .badContents)
        }
        try database.execute(sql: Self.copyingRunParts, arguments: ["run": name])
        try database.execute(sql: Self.keepingLeast, arguments: ["run": name])
    }

    /// What two runs of one name must have in common. Of the matrix that is what it says, not how it
    /// is written: a comment may have been added between two parts.
    private static func work(_ facts: Row) -> [String] {
        let seed: String = facts["seed"]
        let matrix = MatrixText(yaml: facts["matrix"], filter: facts["filter"])
        return [matrix.orderedText(seed: UInt64(seed) ?? 0)]
            + facts.filter { name, _ in name != "matrix" && name != "filter" }
            .map { String(describing: $0.1) }
    }

    /// Refuses a cell that both have done with different deterministic values.
    private func checkEqualCells(of run: String, _ other: String, _ database: Database) throws {
        let row = try Row.fetchOne(database, sql: Self.unequalCells, arguments: ["run": run])
        guard let row else { return }
        throw StorageError(
            path: other,
            problem: "'\(row["different"] as String)' of cell \(row["key"] as String) of its run "
                + "'\(run)' is not what \(path) has, though it must be the same whenever measured",
            remedy: "keep both files and look for the cause; measure that cell again",
            kind: .badContents)
    }

    private func takeOverCells(of run: String, _ database: Database) throws {
        // Those that failed here, or whose times sort after the other's, give way.
        try database.execute(sql: Self.givingWay, arguments: ["run": run])
        try database.execute(sql: Self.copyingCells, arguments: ["run": run])
        try database.execute(sql: Self.copyingValues, arguments: ["run": run])
        try database.execute(sql: "DROP TABLE temp.taken")
    }

    /// Marks a run as finished if all its cells are there.
    private func finalise(_ run: String, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE main.run SET state = CASE WHEN (
                    SELECT count(*) FROM main.cell WHERE cell.run = run.id
                ) >= (SELECT cells FROM main.plan WHERE plan.id = run.plan)
                THEN 'finished' ELSE 'open' END WHERE name = ?
                """, arguments: [run])
    }
}
