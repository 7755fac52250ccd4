import Evaluation
import Files
import Results
import TestSupport
import Testing

@Suite struct DumpTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func store(_ name: String, recording results: [CellResult]) throws -> ResultStore {
        let store = try ResultStore(path: folder[name])
        try store.begin(RecordedRun.description())
        for result in results { try store.record(result) }
        return store
    }

    @Test func `a line has the documented fields`() throws {
        let result = RecordedRun.result()
        let lines = try store("a", recording: [result]).dump(class: .deterministic)
        let configuration = SHA256.hash("counter=exact,limit=8000")
        let start = "\(result.cell.corpus.hash)\t\(configuration)\tstateful\t\(UInt64.max)\t\t"
        let hash = SHA256.hash("bravoexact")
        #expect(
            lines == [
                start + "actionable.share\tratio\t0.3333333333333333",
                start + "output.sha256\tsha256\t\(hash)",
                start + "risk.overflow\tcount\t0",
                start + "risk.safe\tcount\t5",
                start + "tokens.in\ttokens\t9223372036854775807",
            ])
    }

    @Test func `a class selects its metrics`() throws {
        let store = try store("a", recording: RecordedRun.results())
        let times = try store.dump(class: .cpuTime)
        // Two repetitions of each cell.
        #expect(times.count == 12 * 2)
        #expect(times.count { $0.contains("\t0\tcpu.time\t") } == 12)
        #expect(times.allSatisfy { $0.contains("\tcpu.time\tns\t") })
        #expect(try store.dump(class: .counter) == [])
        #expect(try store.dump().count == 12 * (5 + 2))
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `order and repetition of recording do not matter`(seed: UInt64) throws {
        let results = RecordedRun.results()
        let expected = try store("expected", recording: results)
        var generator = SplitMix(seed: seed)
        var shuffled = results + results.shuffled(using: &generator).prefix(10)
        shuffled.shuffle(using: &generator)
        let store = try ResultStore(path: folder["shuffled"])
        try store.begin(RecordedRun.description())
        for result in shuffled {
            if Int.random(in: 0..<3, using: &generator) == 0 {
                try store.recordFailure(result.cell, key: result.key, error: "once")
            }
            try store.record(result)
        }
        #expect(try store.dump() == expected.dump())
        #expect(try store.load().results.map(\.timings) == expected.load().results.map(\.timings))
    }

    @Test func `the first result of a key stays`() throws {
        let first = RecordedRun.result()
        var second = first
        second.measurements = [Measurement(.tokensIn, .integer(1))]
        #expect(
            try store("a", recording: [first, second]).dump()
                == store("b", recording: [first]).dump())
    }

    @Test func `a run is dumped by name, the latest without`() throws {
        let store = try ResultStore(path: folder["a"])
        for (name, startedAt) in [("early", Int64(1)), ("late", 2)] {
            try store.begin(RecordedRun.description(name, startedAt: startedAt))
            var result = RecordedRun.result()
            result.measurements = [Measurement(.tokensIn, .integer(startedAt))]
            result.timings = []
            try store.record(result)
        }
        #expect(try store.dump(run: "early").map { $0.last } == ["1"])
        #expect(try store.dump().map { $0.last } == ["2"])
    }

    @Test(arguments: [
        (
            Measurement(.actionableShare, .real(.nan)),
            "'actionable.share' of a cell is not a number"
        ),
        (Measurement(.tokensIn, .integer(1)), "'tokens.in' of a cell was measured twice"),
        (
            Measurement(.risk, label: "a\tb", .integer(1)),
            "'risk.a\tb' of a cell has a control character"
        ),
        (
            Measurement(.outputHash, .text("a\nb")),
            "'output.sha256' of a cell has a control character"
        ),
    ])
    func `what could not be read back is refused whole`(
        measurement: Measurement, problem: String
    ) throws {
        let store = try store("a", recording: [])
        var result = RecordedRun.result()
        result.measurements = [Measurement(.tokensIn, .integer(1)), measurement]
        let error = try #require(throws: StorageError.self) { try store.record(result) }
        #expect(error.problem == problem)
        #expect(try store.dump() == [])
    }

    @Test func `a time that could not be read back is refused with its cell`() throws {
        let store = try store("a", recording: [])
        var result = RecordedRun.result()
        result.timings[1].measurements = [Measurement(.tokensPerSecond, .real(.nan))]
        let error = try #require(throws: StorageError.self) { try store.record(result) }
        #expect(error.problem == "'tokens.per.second' of a cell is not a number")
        #expect(try store.dump() == [])
    }
}
