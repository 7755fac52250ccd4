import Evaluation
import Files
import GRDB

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
