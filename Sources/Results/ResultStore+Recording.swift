import Evaluation
import Files
import FoundationEssentials
import GRDB
import Synchronization

extension ResultStore: ResultSink {
    /// Stores a finished cell of the run begun, in one transaction that is on the disk on return; a key
    /// that is done already changes nothing, one that failed before is done now.
    package func record(_ result: CellResult) throws {
        let run = try openRun()
        try check(result.measurements)
        for timing in result.timings { try check(timing.measurements) }
        try write { database in
            guard let cell = try claim(result.key, result.cell, of: run, error: nil, database)
            else { return }
            for (position, measurement) in result.measurements.enumerated() {
                let series = try series(of: measurement, cell, run, database)
                try database.insert(
                    into: "measurement",
                    [
                        "series": series, "cell": cell.row, "position": position,
                        "value": measurement.value.stored,
                    ])
            }
            for (repetition, timing) in result.timings.enumerated() {
                try insert(timing, repetition, cell, run, database)
            }
            try insert(result.conversations, cell, database)
        }
    }

    /// Stores that a cell of the run begun failed, unless it is done already.
    package func recordFailure(_ cell: Cell, key: String, error: String) throws {
        let run = try openRun()
        try write { database in
            _ = try claim(key, cell, of: run, error: error, database)
        }
    }
}

extension ResultStore {
    /// A cell's row, with what its series need to know.
    private struct CellRow {
        let row: Int64
        let corpus: Int64
        let config: Int64
        let mode: String
    }

    private func openRun() throws -> OpenRun {
        if let run = current.withLock({ $0 }) { return run }
        throw StorageError(path: path, problem: "no run is begun", remedy: "call 'begin' first")
    }

    /// Refuses what could not be read back or would break a line of the dump.
    private func check(_ measurements: [Measurement]) throws {
        var names: Set<String> = []
        for measurement in measurements {
            let name = measurement.name
            let isNew = names.insert(name).inserted
            guard isNew else { throw unfit(name, "was measured twice") }
            if case .real(let value) = measurement.value, value.isNaN {
                throw unfit(name, "is not a number")
            }
            let hasControl = (name + measurement.value.description).utf8.contains { $0 < 0x20 }
            guard !hasControl else { throw unfit(name, "has a control character") }
        }
    }

    private func unfit(_ name: String, _ problem: String) -> StorageError {
        StorageError(
            path: path, problem: "'\(name)' of a cell \(problem)", remedy: "correct the trial")
    }

    /// Brings a cell to the state done, or failed if there is an error; nil, and nothing changed, if it
    /// was done already.
    private func claim(
        _ key: String, _ cell: Cell, of run: OpenRun, error: String?, _ database: Database
    ) throws -> CellRow? {
        let find = try database.cachedStatement(
            sql: "SELECT id, state FROM cell WHERE run = ? AND key = ?")
        let known = try Row.fetchOne(find, arguments: [run.row, key])
        if known?["state"] == "done" { return nil }
        let corpus = try Self.id(of: cell.corpus, database)
        let config = try config(of: cell, run, database)
        let state = error == nil ? "done" : "failed"
        if let known {
            try database.run(
                "UPDATE cell SET state = ?, error = ?, attempt = attempt + 1 WHERE id = ?",
                [state, error, known["id"] as Int64])
        } else {
            try database.insert(
                into: "cell",
                [
                    "run": run.row, "key": key, "corpus": corpus, "config": config,
                    "mode": cell.mode.rawValue, "seed": String(cell.seed),
                    "state": state,
                    "error": error?.databaseValue ?? .null,
                ])
        }
        return CellRow(
            row: known?["id"] ?? database.lastInsertedRowID, corpus: corpus, config: config,
            mode: cell.mode.rawValue)
    }

    private func config(of cell: Cell, _ run: OpenRun, _ database: Database) throws -> Int64 {
        for (position, axis) in cell.configuration.enumerated() {
            try database.run(
                "INSERT OR IGNORE INTO run_axis (run, axis, position) VALUES (?, ?, ?)",
                [run.row, axis.axis, position])
        }
        let text = cell.configurationText
        let config = try database.identity(
            in: "config", ["hash": SHA256.hash(text)], also: ["text": text])
        guard config.isNew else { return config.id }
        for axis in cell.configuration {
            try database.insert(
                into: "config_axis",
                ["config": config.id, "axis": axis.axis, "value": axis.value])
        }
        return config.id
    }

    private func series(
        of measurement: Measurement, _ cell: CellRow, _ run: OpenRun, _ database: Database
    ) throws -> Int64 {
        try database.identity(
            in: "series",
            [
                "corpus": cell.corpus, "config": cell.config, "mode": cell.mode,
                "name": measurement.name, "comparable_environment": run.comparableEnvironment,
            ], also: ["metric": Self.id(of: measurement.metric, database)]
        ).id
    }

    private func insert(
        _ timing: CellTiming, _ repetition: Int, _ cell: CellRow, _ run: OpenRun,
        _ database: Database
    ) throws {
        for (position, measurement) in timing.measurements.enumerated() {
            let series = try series(of: measurement, cell, run, database)
            try database.insert(
                into: "timing",
                [
                    "series": series, "cell": cell.row, "repetition": repetition,
                    "position": position, "value": measurement.value.stored,
                ])
        }
        for (metric, samples) in timing.samples.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let encoding = SampleEncoding.standard(
                for: samples.count, standForConversations: metric == .cpuTime)
            try database.insert(
                into: "sample_blob",
                [
                    "cell": cell.row, "repetition": repetition,
                    "metric": Self.id(of: metric, database), "encoding": encoding.rawValue,
                    "n": samples.count, "bytes": Data(encoding.encode(samples)),
                ])
        }
    }

    private func insert(
        _ conversations: [ConversationResult], _ cell: CellRow, _ database: Database
    ) throws {
        for (number, conversation) in conversations.enumerated() {
            try database.run(
                ConversationColumns.insertion,
                ConversationColumns.arguments(conversation, number: number, cell: cell.row))
        }
        let metrics = Set(conversations.lazy.flatMap(\.counts.keys))
        for metric in metrics.sorted(by: { $0.rawValue < $1.rawValue }) {
            let counts = conversations.map { $0.counts[metric] ?? 0 }
            try insert(counts, MetricPart(metric, ""), cell, database)
        }
        let parts = Set(conversations.lazy.flatMap(\.parts.keys))
        for part in parts.sorted(by: {
            ($0.metric.rawValue, $0.label) < ($1.metric.rawValue, $1.label)
        }) {
            try insert(conversations.map { $0.parts[part] ?? 0 }, part, cell, database)
        }
    }

    /// Inserts what each conversation adds to a figure; the label of a whole metric is empty.
    private func insert(
        _ counts: [Int64], _ part: MetricPart, _ cell: CellRow, _ database: Database
    ) throws {
        let encoding = SampleEncoding.standard(for: counts.count, standForConversations: true)
        try database.insert(
            into: "conversation_count",
            [
                "cell": cell.row, "metric": Self.id(of: part.metric, database),
                "label": part.label, "encoding": encoding.rawValue, "n": counts.count,
                "bytes": Data(encoding.encode(counts)),
            ])
    }

    private static func id(of metric: Metric, _ database: Database) throws -> Int64 {
        let find = try database.cachedStatement(sql: "SELECT id FROM metric WHERE name = ?")
        return try Int64.fetchOne(find, arguments: [metric.rawValue]) ?? 0
    }
}

extension MeasuredValue {
    /// The value as SQLite keeps it: its type is the value's.
    fileprivate var stored: DatabaseValue {
        switch self {
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        }
    }

    /// A value that SQLite kept, or nil if it is of no type that is measured.
    init?(stored: DatabaseValue) {
        switch stored.storage {
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .real(value)
        case .string(let value): self = .text(value)
        default: return nil
        }
    }
}

extension ResultStore {
    /// The runs that a condition selects, the earliest first.
    func runs(
        _ database: Database, where condition: String, _ arguments: StatementArguments = []
    ) throws -> [RunDescription] {
        let sql = """
            SELECT run.id AS row, run.name, started_at, command, environment, revision,
                build_fingerprint, matrix, matrix_name, filter, seed, cells
            FROM run JOIN subject ON subject.id = run.subject JOIN plan ON plan.id = run.plan
            WHERE \(condition) ORDER BY started_at, run.name
            """
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
            RunDescription(
                id: row["name"], startedAt: row["started_at"], command: row["command"],
                program: MeasuredProgram(
                    revision: row["revision"], buildFingerprint: row["build_fingerprint"],
                    environment: try Self.facts(of: row["environment"], database)),
                work: PlannedWork(
                    name: row["matrix_name"],
                    matrix: MatrixText(yaml: row["matrix"], filter: row["filter"]),
                    seed: try Self.seed(row["seed"], path),
                    corpora: try Self.corpora(of: row["row"], database), cells: row["cells"]))
        }
    }

    private static func facts(of environment: Int64, _ database: Database) throws -> [AxisValue] {
        let sql = "SELECT name, value FROM environment_fact WHERE environment = ?"
        return try Row.fetchAll(database, sql: sql, arguments: [environment])
            .map { AxisValue(axis: $0["name"], value: $0["value"]) }
            .sorted { $0.axis < $1.axis }
    }

    private static func corpora(of run: Int64, _ database: Database) throws -> [CorpusSummary] {
        let sql = """
            SELECT * FROM run_corpus JOIN corpus ON corpus.id = run_corpus.corpus
            WHERE run = ? ORDER BY position
            """
        return try Row.fetchAll(database, sql: sql, arguments: [run]).map { row in
            CorpusSummary(
                identity: CorpusIdentity(name: row["name"], hash: row["hash"]),
                conversations: row["conversations"], replayed: row["replayed"],
                messages: row["messages"],
                requests: row["requests"], contentTokens: row["content_tokens"],
                unknownFiles: row["unknown_files"], refusedRecords: row["refused_records"])
        }
    }

    static func seed(_ text: String, _ path: String) throws -> UInt64 {
        guard let seed = UInt64(text) else { throw damaged(path, "the seed '\(text)'") }
        return seed
    }

    static func damaged(_ path: String, _ what: String) -> StorageError {
        StorageError(
            path: path, problem: "holds \(what), which this program did not write",
            remedy: "use the program that wrote it", kind: .badContents)
    }
}
