import Evaluation
import Files
import Results
import TestSupport
import Testing

@Suite struct ResultStoreTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func store(_ name: String = "deep/results.sqlite") throws -> ResultStore {
        try ResultStore(path: folder[name])
    }

    @Test func `a run is loaded as it was described`() throws {
        let run = RecordedRun.description()
        try store().begin(run)
        let record = try ResultStore(readingFrom: folder["deep/results.sqlite"]).load()
        #expect(record.description == run)
        #expect(record.results.isEmpty && record.failures.isEmpty)
    }

    @Test func `cells are loaded as they were recorded, in one order`() throws {
        let store = try store()
        try store.begin(RecordedRun.description())
        for result in RecordedRun.results().reversed() { try store.record(result) }
        let loaded = try store.load().results
        let expected = RecordedRun.results().sorted {
            ($0.cell.corpus.name, $0.cell.configurationText, $0.cell.seed)
                < ($1.cell.corpus.name, $1.cell.configurationText, $1.cell.seed)
        }
        #expect(loaded.map(\.cell) == expected.map(\.cell))
        #expect(loaded.map(\.key) == expected.map(\.key))
        #expect(loaded.map(\.measurements) == expected.map(\.measurements))
        #expect(loaded.map(\.conversations) == expected.map(\.conversations))
        #expect(loaded.map(\.timings) == expected.map(\.timings))
    }

    @Test func `every kind of value survives exactly`() throws {
        let values: [MeasuredValue] = [
            .integer(.min), .integer(.max), .real(-0.0), .real(5), .real(0.1),
            .real(.leastNonzeroMagnitude), .real(.greatestFiniteMagnitude), .real(.infinity),
            .text(""), .text("12"), .text("ä"),
        ]
        var result = RecordedRun.result()
        result.measurements = values.enumerated().map {
            Measurement(.risk, label: String($0.offset), $0.element)
        }
        let store = try store()
        try store.begin(RecordedRun.description())
        try store.record(result)
        let loaded = try #require(try store.load().results.first).measurements
        #expect(loaded == result.measurements)
        #expect(loaded.map { "\($0.value)" } == values.map { "\($0)" })
    }

    @Test(arguments: [0, 1, 2_000, 2_001, 10_000])
    func `samples survive, in the order taken up to 2,000`(count: Int) throws {
        var generator = SplitMix(seed: UInt64(count))
        var result = RecordedRun.result()
        let samples = (0..<count).map { index in
            index == 0
                ? Int64.max : index == 1 ? .min : Int64.random(in: -500...90_000, using: &generator)
        }
        result.timings = [
            CellTiming(
                measurements: [], samples: [.addedLatency: samples, .wallTime: [3, 1, 2]])
        ]
        let store = try store()
        try store.begin(RecordedRun.description())
        try store.record(result)
        let loaded = try #require(try store.load().results.first?.timings.first).samples
        #expect(loaded[.wallTime] == [3, 1, 2])
        #expect(loaded[.addedLatency] == (count <= 2_000 ? samples : samples.sorted()))
    }

    @Test func `a failed cell is kept with its reason until it is done`() throws {
        let store = try store()
        let result = RecordedRun.result()
        let other = RecordedRun.result(seed: 1)
        try store.begin(RecordedRun.description())
        try store.recordFailure(result.cell, key: result.key, error: "out of memory")
        try store.recordFailure(other.cell, key: other.key, error: "first")
        try store.recordFailure(other.cell, key: other.key, error: "second")
        #expect(try store.completedKeys(run: RecordedRun.description().id) == [])
        try store.record(result)
        try store.recordFailure(result.cell, key: result.key, error: "too late")
        let record = try store.load()
        #expect(record.results.map(\.cell) == [result.cell])
        #expect(record.failures == [CellFailure(cell: other.cell, error: "second")])
        #expect(try store.completedKeys(run: RecordedRun.description().id) == [result.key])
    }

    @Test func `the latest run is loaded unless one is named`() throws {
        let store = try store()
        let early = RecordedRun.description("early", startedAt: 1)
        let late = RecordedRun.description("late", startedAt: 2)
        for run in [late, early] {
            try store.begin(run)
            try store.finish(run: run.id)
        }
        #expect(try store.runs() == [early, late])
        #expect(try store.load().description == late)
        #expect(try store.load(run: "early").description == early)
        let error = try #require(throws: StorageError.self) { try store.load(run: "none") }
        #expect(error.problem == "has no run 'none'")
    }

    @Test func `results go to the run begun last`() throws {
        let store = try store()
        try store.begin(RecordedRun.description("early", startedAt: 1))
        try store.record(RecordedRun.result())
        try store.begin(RecordedRun.description("late", startedAt: 2))
        try store.record(RecordedRun.result())
        try store.record(RecordedRun.result(seed: 1))
        #expect(try store.load(run: "early").results.count == 1)
        #expect(try store.load(run: "late").results.count == 2)
    }

    @Test func `many cells recorded at once are all there`() async throws {
        let store = try store()
        try store.begin(RecordedRun.description())
        let results = RecordedRun.results(seeds: 10)
        try await withThrowingTaskGroup { group in
            for result in results { group.addTask { try store.record(result) } }
            try await group.waitForAll()
        }
        #expect(try store.load().results.count == results.count)
        #expect(try store.integrity() == [])
    }

    @Test func `ten thousand measurements are kept`() throws {
        let store = try store()
        try store.begin(RecordedRun.description())
        for seed in 0..<100 {
            var result = RecordedRun.result(seed: UInt64(seed))
            result.timings = []
            result.measurements = (0..<100).map {
                Measurement(.contentTokens, label: String($0), .integer(Int64(seed * $0)))
            }
            try store.record(result)
        }
        #expect(try store.dump().count == 10_000)
    }
}
