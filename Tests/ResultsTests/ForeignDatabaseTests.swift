import Evaluation
import Files
import Foundation
import GRDB
import Results
import TestSupport
import Testing

@Suite struct ForeignDatabaseTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Opening must fail both ways and leave the file as it is.
    private func refusal(of name: String) throws -> StorageError {
        let before = try folder.bytes(name)
        let reading = try #require(throws: StorageError.self) {
            try ResultStore(readingFrom: folder[name])
        }
        let writing = try #require(throws: StorageError.self) {
            try ResultStore(path: folder[name])
        }
        #expect(reading == writing)
        #expect(try folder.bytes(name) == before)
        #expect(try folder.names() == [name])
        return writing
    }

    private func change(_ name: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: folder[name])
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test(arguments: ["a", "no database", String(repeating: "text ", count: 1_000)])
    func `a file of another kind is refused`(text: String) throws {
        try folder.write(text, to: "file")
        #expect(try refusal(of: "file").problem == "is no database of Winnow's results")
    }

    @Test(arguments: ["DELETE", "WAL"])
    func `another program's database is refused`(journal: String) throws {
        try change("file", "PRAGMA journal_mode = \(journal); CREATE TABLE run (id INTEGER)")
        try change("file", "PRAGMA user_version = 1; PRAGMA application_id = 42")
        #expect(try refusal(of: "file").problem == "is no database of Winnow's results")
    }

    @Test func `a database of a newer version is refused`() throws {
        do { try ResultStore(path: folder["file"]).begin(RecordedRun.description()) }
        try change("file", "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99")
        let error = try refusal(of: "file")
        #expect(error.problem == "has schema version 99, this program knows 4")
        #expect(error.remedy.hasPrefix("use the newer program"))
    }

    @Test(arguments: [1, 2])
    func `a database of results that were summed by other rules is refused`(version: Int) throws {
        do { try ResultStore(path: folder["file"]).begin(RecordedRun.description()) }
        try change("file", "PRAGMA journal_mode = DELETE; PRAGMA user_version = \(version)")
        let error = try refusal(of: "file")
        #expect(
            error.problem.hasPrefix(
                "has schema version \(version); this program reads 3 and later, since"))
        #expect(error.remedy.hasPrefix("name another file and run again"))
    }

    @Test(arguments: [
        (
            "DROP TABLE baseline; CREATE VIEW baseline AS WITH RECURSIVE "
                + "endless(matrix, run) AS (SELECT 'm', 1 UNION ALL SELECT matrix, run + 1 FROM "
                + "endless) SELECT * FROM endless", "has no table 'baseline'"
        ),
        ("DROP TABLE decision", "has no table 'decision'"),
        (
            "CREATE TRIGGER more AFTER INSERT ON cell BEGIN DELETE FROM cell; END",
            "has a trigger, 'more', which this program never makes"
        ),
    ])
    func `a database that only looks like ours is refused`(sql: String, problem: String) throws {
        do { try ResultStore(path: folder["file"]).begin(RecordedRun.description()) }
        try change("file", "PRAGMA journal_mode = DELETE; " + sql)
        let error = try refusal(of: "file")
        #expect(error.problem == problem)
        #expect(error.kind == .badContents)
    }

    @Test func `a database that lacks any of the tables is refused`() throws {
        do { try ResultStore(path: folder["file"]).begin(RecordedRun.description()) }
        try change("file", "PRAGMA journal_mode = DELETE")
        let whole = try folder.bytes("file")
        let tables = try folder.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table'", of: "file")
        #expect(tables.count == 25)
        for table in tables {
            try change("file", "PRAGMA foreign_keys = OFF; DROP TABLE \(table)")
            let name = table.replacing("\"", with: "")
            #expect(try refusal(of: "file").problem == "has no table '\(name)'")
            try Data(whole).write(to: URL(filePath: folder["file"]))
        }
    }

    @Test func `a damaged database is reported`() throws {
        do {
            let store = try ResultStore(path: folder["file"])
            try store.begin(RecordedRun.description())
            for result in RecordedRun.results() { try store.record(result) }
            try store.finish(run: RecordedRun.description().id)
        }
        var bytes = try folder.bytes("file")
        for index in bytes.indices.dropFirst(4096 * 20) { bytes[index] = 0xAA }
        try Data(bytes).write(to: URL(filePath: folder["file"]))
        let problems = try? ResultStore(readingFrom: folder["file"]).integrity()
        #expect(problems != [])
    }

    @Test func `an empty file becomes a database, a folder does not`() throws {
        try folder.write("", to: "empty")
        try ResultStore(path: folder["empty"]).begin(RecordedRun.description())
        #expect(try ResultStore(readingFrom: folder["empty"]).runs().count == 1)
        let error = try #require(throws: StorageError.self) { try ResultStore(path: folder.path) }
        #expect(error.problem == "is a folder")
    }

    @Test func `reading makes no file`() throws {
        let error = try #require(throws: StorageError.self) {
            try ResultStore(readingFrom: folder["none"])
        }
        #expect(error.problem == "there are no results")
        #expect(try folder.names() == [])
    }

    @Test func `a database without a run says so`() throws {
        let store = try ResultStore(path: folder["new"])
        let error = try #require(throws: StorageError.self) { try store.dump() }
        #expect(error.problem == "has no run")
        #expect(error.remedy == "make some with `winnow run`, or name another database")
    }
}
