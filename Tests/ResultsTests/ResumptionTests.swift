import Evaluation
import Files
import Foundation
import Results
import TestSupport
import Testing

@Suite struct ResumptionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The database as a killed process leaves it: its files copied while it is open, the last bytes of
    /// the log cut off.
    private func copyOfOpenDatabase(cutting count: Int = 0) throws -> String {
        for ending in ["", "-wal"] {
            var bytes = try folder.bytes("open" + ending)
            if !ending.isEmpty { bytes.removeLast(count) }
            try Data(bytes).write(to: URL(filePath: folder["copy" + ending]))
        }
        return folder["copy"]
    }

    @Test(arguments: [0, 1, 7, 12])
    func `a killed run has exactly the cells recorded`(done: Int) throws {
        let run = RecordedRun.description()
        let results = RecordedRun.results()
        let store = try ResultStore(path: folder["open"])
        try store.begin(run)
        for result in results.prefix(done) { try store.record(result) }

        let copy = try ResultStore(path: try copyOfOpenDatabase())
        #expect(try copy.integrity() == [])
        #expect(try copy.completedKeys(run: run.id) == Set(results.prefix(done).map(\.key)))
        #expect(try copy.dump() == store.dump())
        #expect(try copy.resumableRun(like: run) == run)
        try copy.begin(run)
        for result in results { try copy.record(result) }
        for result in results.dropFirst(done) { try store.record(result) }
        #expect(try copy.dump() == store.dump())
    }

    @Test(arguments: [1, 100, 5_000])
    func `a commit that was cut off loses its cell and no other`(count: Int) throws {
        let store = try ResultStore(path: folder["open"])
        try store.begin(RecordedRun.description())
        let results = RecordedRun.results()
        for result in results { try store.record(result) }
        let copy = try ResultStore(path: try copyOfOpenDatabase(cutting: count))
        #expect(try copy.integrity() == [])
        let loaded = try copy.load().results
        #expect(loaded.count == results.count - 1)
        for result in loaded {
            #expect(result.measurements.count == 5 && result.conversations.count == 2)
            #expect(result.timings.count == 2)
            #expect(
                result.timings.allSatisfy { $0.measurements.count == 1 && $0.samples.count == 1 })
        }
    }

    @Test func `a finished run is whole in its one file`() throws {
        let store = try ResultStore(path: folder["open"])
        try store.begin(RecordedRun.description())
        for result in RecordedRun.results() { try store.record(result) }
        try store.finish(run: RecordedRun.description().id)
        #expect(try folder.names() == ["open"])
        try Data(folder.bytes("open")).write(to: URL(filePath: folder["copy"]))
        let copy = try ResultStore(readingFrom: folder["copy"])
        #expect(try copy.dump() == store.dump())
        #expect(try folder.names() == ["copy", "open"])
    }

    @Test func `a run can be read while it is recorded, and finished while it is read`() throws {
        let store = try ResultStore(path: folder["open"])
        try store.begin(RecordedRun.description())
        let reader = try ResultStore(readingFrom: folder["open"])
        for (index, result) in RecordedRun.results().enumerated() {
            try store.record(result)
            #expect(try reader.load().results.count == index + 1)
        }
        try store.finish(run: RecordedRun.description().id)
        #expect(try reader.dump() == store.dump())
        try store.begin(RecordedRun.description("another", startedAt: .max))
        #expect(try reader.runs().count == 2)
    }

    @Test func `only an unfinished run of the same work is resumed`() throws {
        let run = RecordedRun.description()
        let store = try ResultStore(path: folder["open"])
        try store.begin(run)
        var later = run
        later.id = "later"
        later.startedAt += 1
        later.command = "winnow run small --resume"
        later.program.environment = later.program.environment.map {
            $0.axis == "load" ? AxisValue(axis: "load", value: "9 9 9") : $0
        }
        #expect(try store.resumableRun(like: later) == run)

        for change in Self.changes {
            var other = later
            change(&other)
            #expect(try store.resumableRun(like: other) == nil)
        }
        try store.begin(later)
        #expect(try store.resumableRun(like: run) == later)
        try store.finish(run: later.id)
        try store.finish(run: run.id)
        #expect(try store.resumableRun(like: later) == nil)
    }

    static let changes: [@Sendable (inout RunDescription) -> Void] = [
        { $0.work.matrix = MatrixText(yaml: $0.work.matrix.yaml + " ") },
        { $0.work.name = "other" }, { $0.work.seed = 1 }, { $0.work.cells += 1 },
        { $0.program.buildFingerprint = "b2" },
        { $0.work.corpora[0].identity.hash = "changed" }, { $0.work.corpora.removeLast() },
        { $0.program.environment = [AxisValue(axis: "cpu", value: "another")] },
    ]

    @Test func `a run that is finished or differs is not begun again`() throws {
        let run = RecordedRun.description()
        let store = try ResultStore(path: folder["open"])
        try store.begin(run)
        var other = run
        other.command = "another"
        let different = try #require(throws: StorageError.self) { try store.begin(other) }
        #expect(different.problem == "its run '\(run.id)' was started differently")
        try store.finish(run: run.id)
        let finished = try #require(throws: StorageError.self) { try store.begin(run) }
        #expect(finished.problem == "its run '\(run.id)' is finished")
        #expect(throws: StorageError.self) { try store.record(RecordedRun.result()) }
    }
}
