import Evaluation
import Files
import GRDB
import Results
import TestSupport
import Testing

/// Databases of older versions.
@Suite struct MigrationTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let yaml = "axes:\n  counter: [cl100k_base, o200k_base]\n"

    private func run(
        _ name: String, _ command: String, _ matrix: MatrixText
    ) -> RunDescription {
        var run = RecordedRun.description(name)
        run.command = command
        run.work.matrix = matrix
        return run
    }

    /// A database as version 3 had it, which kept a filter in the last line of the matrix's text.
    private func makeVersion3(_ runs: [RunDescription]) throws {
        // Closed when it goes.
        do {
            let store = try ResultStore(path: folder["old"])
            for run in runs {
                try store.begin(run)
                for result in RecordedRun.results() { try store.record(result) }
                try store.finish(run: run.id)
            }
        }
        let queue = try DatabaseQueue(path: folder["old"])
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "ALTER TABLE run DROP COLUMN filter; PRAGMA user_version = 3")
        }
        try queue.close()
    }

    @Test(arguments: [true, false])
    func `a filter in the text of a matrix is a column since version 4`(isReading: Bool) throws {
        let marked = ["counter=o200k_base", "counter=cl100k_base, context.limit=8k"].map {
            (filter: $0, text: Self.yaml + "# --filter \($0)\n")
        }
        let comment = Self.yaml + "# --filter of my own\n"
        try makeVersion3(
            marked.enumerated().map { number, old in
                run("r\(number)", "winnow run --filter '\(old.filter)'", MatrixText(yaml: old.text))
            } + [
                run("r2", "winnow run", MatrixText(yaml: comment)),
                run("r3", "winnow run", MatrixText(yaml: Self.yaml)),
            ])
        let store =
            try isReading
            ? ResultStore(readingFrom: folder["old"]) : ResultStore(path: folder["old"])
        #expect(
            try store.runs().map(\.work.matrix)
                == marked.map { MatrixText(yaml: Self.yaml, filter: $0.filter) }
                + [MatrixText(yaml: comment), MatrixText(yaml: Self.yaml)])
        // Plans that differed in the filter alone are one.
        #expect(try folder.rows("SELECT count(*) FROM plan", of: "old") == ["2"])
        #expect(try store.integrity() == [])
        for name in ["r0", "r1", "r2", "r3"] {
            #expect(try store.load(run: name).results.count == RecordedRun.results().count)
        }
    }

    @Test func `a part of an older version is merged with one of this`() throws {
        func results(_ run: RunDescription) -> [CellResult] {
            RecordedRun.results().map { result in
                var result = result
                result.key = result.cell.key(
                    buildFingerprint: run.program.buildFingerprint,
                    benchmarkVersion: Runner.benchmarkVersion, hasher: SHA256Hasher())
                return result
            }
        }
        let filter = "counter=o200k_base"
        var run = run("r", "winnow run --filter \(filter)", MatrixText(yaml: Self.yaml))
        let all = results(run)
        for (name, part) in [("old", all.prefix(5)), ("new", all.dropFirst(5))] {
            run.work.matrix =
                name == "new"
                ? MatrixText(yaml: Self.yaml, filter: filter)
                : MatrixText(yaml: Self.yaml + "# --filter \(filter)\n")
            // Closed when it goes, before the next turn.
            let store = try ResultStore(path: folder[name])
            try store.begin(run)
            for result in part { try store.record(result) }
            try store.finish(run: run.id)
        }
        let queue = try DatabaseQueue(path: folder["old"])
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "ALTER TABLE run DROP COLUMN filter; PRAGMA user_version = 3")
        }
        try queue.close()
        let merged = try ResultStore(path: folder["merged"])
        _ = try merged.merge(folder["new"])
        _ = try merged.merge(folder["old"])
        #expect(
            try merged.runs().map(\.work.matrix) == [MatrixText(yaml: Self.yaml, filter: filter)])
        #expect(try merged.load(run: "r").results.count == all.count)
    }
}
