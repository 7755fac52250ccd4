import Corpus
import Evaluation
import Testing

@Suite struct OpenLoopTests {
    /// Runs two conversations, of two requests and of one, each of which is served in 10 ns.
    private func run(
        _ arrivals: String, trace times: [Int] = [], seed: UInt64 = 1,
        _ transcripts: [Transcript] = [SmallTalk.long, SmallTalk.short]
    ) async throws -> CellResult {
        var environment = MeasurementEnvironment.words()
        let lines = times.map { #"{"timestamp": \#($0), "input_length": 1, "output_length": 1}"# }
        let text = Array(
            (lines + lines.prefix(times.count == 1 ? 1 : 0)).joined(separator: "\n").utf8)
        environment.trace = { path in
            try text.withUnsafeBytes { try ArrivalTrace($0, path: path) }
        }
        var cell = cell(["replay.arrivals": arrivals])
        cell.seed = seed
        return try await CorpusReplayer(transcripts, environment: environment).run(cell, key: "k")
    }

    private func span(_ result: CellResult) -> MeasuredValue? {
        result.measurements.first { $0.metric == .replaySpan }?.value
    }

    @Test func `a closed loop has service times and no lag`() async throws {
        let result = try await run("closed")
        let samples = result.timings.map(\.samples)
        #expect(samples == [[.addedLatency: [10, 10, 10], .cpuTime: [7, 7]]])
    }

    @Test func `requests meant for one moment wait for each other`() async throws {
        let result = try await run("trace:t", trace: [5, 5, 5])
        #expect(result.samples(of: .scheduleLag) == [0, 10, 20])
        #expect(result.samples(of: .intendedLatency) == [10, 20, 30])
        let sums = result.figures.filter { $0.metric == .scheduleLag }
        #expect(sums.map(\.name) == ["schedule.lag.sum", "schedule.lag.max"])
        #expect(sums.map(\.value) == [.integer(30), .integer(20)])
        #expect(result.samples(of: .addedLatency) == [10, 10, 10])
    }

    @Test func `requests that lie apart do not wait`() async throws {
        let result = try await run("trace:t", trace: [0, 1, 2])
        #expect(result.samples(of: .scheduleLag) == [0, 0, 0])
        #expect(result.samples(of: .intendedLatency) == [10, 10, 10])
    }

    @Test func `conversations get the trace's requests in turn`() async throws {
        let both = [SmallTalk.long, SmallTalk.long]
        // One conversation at 0 and 7 s, the other at 1 and 9 s.
        let result = try await run("trace:t", trace: [0, 1000, 7000, 9000], both)
        #expect(span(result) == .integer(7000 + 8000))
    }

    @Test func `a trace that is too short begins again after a mean time`() async throws {
        let result = try await run("trace:t", trace: [0, 4000], [SmallTalk.long, SmallTalk.short])
        // One conversation at 0 and 8 s, the other at 4 s.
        #expect(span(result) == .integer(8000))
    }

    @Test func `records stay in the order of the conversations`() async throws {
        let result = try await run("poisson:2", [SmallTalk.short, SmallTalk.long])
        #expect(result.conversations.map(\.requests) == [1, 2])
        #expect(result.conversations.map(\.sent) == [9, 9 + 21])
        let sum = result.measurements.first { $0.metric == .tokensSent }
        #expect(sum?.value == .integer(9 + 9 + 21))
    }

    @Test func `the arrivals are those of the seed`() async throws {
        let spans = try await [1, 1, 2].inTurn { span(try await run("poisson:0.1", seed: $0)) }
        #expect(spans[0] == spans[1] && spans[0] != spans[2])
    }

    @Test func `what is sent does not depend on when`() async throws {
        let hashes = try await ["closed", "poisson:0.01", "poisson:1000000"].inTurn { arrivals in
            try await run(arrivals).measurements.first { $0.metric == .outputHash }?.value
        }
        #expect(hashes[0] != nil && hashes[0] == hashes[1] && hashes[1] == hashes[2])
    }

    @Test func `a trace that cannot be read fails the cell by its axis`() async throws {
        do {
            _ = try await run("trace:t", trace: [])
            Issue.record("replayed without a trace")
        } catch {
            #expect("\(error)".hasPrefix("replay.arrivals: t: expected an arrival trace"))
        }
    }

    @Test(arguments: [
        ("closed", "closed"), ("poisson:2.0", "poisson:2"), ("poisson:0.5", "poisson:0.5"),
        ("poisson:1e3", "poisson:1000"), ("trace:mooncake/a:b.jsonl", "trace:mooncake/a:b.jsonl"),
    ])
    func `an arrival process has one spelling`(text: String, spelling: String) {
        #expect(ArrivalProcess(text)?.description == spelling)
    }

    @Test(arguments: [
        "", "open", "closed:", "poisson", "poisson:", "poisson:0", "poisson:-1", "poisson:nan",
        "poisson:inf", "poisson:2000000", "trace", "trace:",
    ])
    func `what is no arrival process is refused`(text: String) {
        #expect(ArrivalProcess(text) == nil)
    }
}

extension Array {
    /// What an operation makes of each element, one after the other.
    fileprivate func inTurn<Value>(
        _ operation: (Element) async throws -> Value
    ) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await operation(element)) }
        return values
    }
}
