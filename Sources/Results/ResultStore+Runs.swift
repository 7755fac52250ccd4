import Evaluation
import Files
import GRDB
import Synchronization

extension ResultStore {
    /// Starts recording a run, or goes on with the one of the same description that was interrupted.
    package func begin(_ run: RunDescription) throws {
        try StorageError.refusing(path) {
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        }
        let open = try write { database in
            let row = try rowOfOpenRun(run, database) ?? insert(run, database)
            try Self.refreshMetrics(database)
            return OpenRun(
                row: row,
                comparableEnvironment: MachineFacts.comparableHash(of: run.program.environment))
        }
        current.withLock { $0 = open }
    }

    /// Marks a run as complete and, if no other process is at it, puts the whole database into its one
    /// file, which can then be copied, and be read where nothing can be written.
    package func finish(run: String) throws {
        try write { database in
            _ = try rowID(of: run, database)
            try database.run("UPDATE run SET state = 'finished' WHERE name = ?", [run])
        }
        current.withLock { $0 = nil }
        try StorageError.refusing(path) {
            do {
                try queue.writeWithoutTransaction {
                    try $0.execute(sql: "PRAGMA journal_mode = DELETE")
                }
            } catch let error as DatabaseError
                where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode)
            {
                // Others read or record: the last of them to end leaves the log empty.
            }
        }
    }

    /// All runs, the earliest first. O(runs).
    package func runs() throws -> [RunDescription] { try read { try runs($0, where: "TRUE") } }

    /// The run of that name that does the same work and is complete; nil if there is none.
    package func finishedRun(like run: RunDescription) throws -> RunDescription? {
        try read { try runs($0, where: "run.state = 'finished' AND run.name = ?", [run.id]) }
            .first { $0.isSameWork(as: run) }
    }

    /// The latest unfinished run that would do the same work here: same matrix, seed, build, corpora and
    /// number of cells, on a machine whose times compare.
    package func resumableRun(like run: RunDescription) throws -> RunDescription? {
        try read { try runs($0, where: "run.state = 'open'") }.last { other in
            other.isSameWork(as: run)
                && MachineFacts.comparableHash(of: other.program.environment)
                    == MachineFacts.comparableHash(of: run.program.environment)
        }
    }

    /// The keys of the cells that a run has done; those that failed are not among them. O(cells).
    package func completedKeys(run: String) throws -> Set<String> {
        try read { database in
            try String.fetchSet(
                database, sql: "SELECT key FROM cell WHERE run = ? AND state = 'done'",
                arguments: [rowID(of: run, database)])
        }
    }
}

extension ResultStore {
    /// The row of a run, or of the latest if none is named.
    func rowID(of run: String?, _ database: Database) throws -> Int64 {
        let latest = "SELECT id FROM run ORDER BY started_at DESC, name DESC LIMIT 1"
        let named = "SELECT id FROM run WHERE name = ?"
        let row =
            try run.map { try Int64.fetchOne(database, sql: named, arguments: [$0]) }
            ?? Int64.fetchOne(database, sql: latest)
        if let row { return row }
        throw StorageError(
            path: path, problem: run.map { "has no run '\($0)'" } ?? "has no run",
            remedy: run == nil ? Self.makingSome : "name a run it has, or none")
    }

    private func rowOfOpenRun(_ run: RunDescription, _ database: Database) throws -> Int64? {
        let find = "SELECT id, state FROM run WHERE name = ?"
        guard let row = try Row.fetchOne(database, sql: find, arguments: [run.id]) else {
            return nil
        }
        guard row["state"] == "open" else { throw refused(run, "is finished") }
        let stored = try runs(database, where: "run.name = ?", [run.id])
        guard stored == [run.sorted] else { throw refused(run, "was started differently") }
        return row["id"]
    }

    private func refused(_ run: RunDescription, _ reason: String) -> StorageError {
        StorageError(
            path: path, problem: "its run '\(run.id)' \(reason)", remedy: "start a new run")
    }

    private func insert(_ run: RunDescription, _ database: Database) throws -> Int64 {
        let subject = try database.identity(
            in: "subject",
            [
                "revision": run.program.revision,
                "build_fingerprint": run.program.buildFingerprint,
            ])
        let plan = try database.identity(
            in: "plan",
            [
                "matrix_name": run.work.name, "matrix": run.work.matrix.yaml,
                "seed": String(run.work.seed), "cells": run.work.cells,
            ])
        try database.insert(
            into: "run",
            [
                "name": run.id, "started_at": run.startedAt, "state": "open",
                "command": run.command, "filter": run.work.matrix.filter,
                "subject": subject.id, "plan": plan.id,
                "environment": try Self.environment(run.program.environment, database),
            ])
        let row = database.lastInsertedRowID
        for (position, corpus) in run.work.corpora.enumerated() {
            try Self.insert(corpus, at: position, of: row, database)
        }
        return row
    }

    private static func environment(_ facts: [AxisValue], _ database: Database) throws -> Int64 {
        let text = facts.sorted { $0.axis < $1.axis }.map { "\($0.axis)=\($0.value)" }
        let environment = try database.identity(
            in: "environment", ["full_hash": SHA256.hash(text.joined(separator: "\n"))],
            also: ["comparable_hash": MachineFacts.comparableHash(of: facts)])
        guard environment.isNew else { return environment.id }
        for fact in facts {
            try database.insert(
                into: "environment_fact",
                ["environment": environment.id, "name": fact.axis, "value": fact.value])
        }
        return environment.id
    }

    private static func insert(
        _ corpus: CorpusSummary, at position: Int, of run: Int64, _ database: Database
    ) throws {
        try database.insert(
            into: "run_corpus",
            [
                "run": run, "position": position, "corpus": id(of: corpus.identity, database),
                "conversations": corpus.conversations, "messages": corpus.messages,
                "requests": corpus.requests, "content_tokens": corpus.contentTokens,
                "unknown_files": corpus.unknownFiles, "refused_records": corpus.refusedRecords,
                "replayed": corpus.conversationsWithRequests,
            ])
    }

    static func id(of corpus: CorpusIdentity, _ database: Database) throws -> Int64 {
        try database.identity(in: "corpus", ["hash": corpus.hash, "name": corpus.name]).id
    }

    /// What this program says about its metrics replaces what an older one said.
    private static func refreshMetrics(_ database: Database) throws {
        for metric in Metric.allCases {
            try database.run(
                """
                INSERT INTO metric (name, unit, polarity, class) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET unit = excluded.unit,
                    polarity = excluded.polarity, class = excluded.class
                """,
                [
                    metric.rawValue, metric.unit.rawValue, metric.polarity.rawValue,
                    metric.metricClass.rawValue,
                ])
        }
    }
}

extension RunDescription {
    /// The description in the form it is stored in.
    fileprivate var sorted: Self {
        var sorted = self
        sorted.program.environment.sort { $0.axis < $1.axis }
        return sorted
    }
}
