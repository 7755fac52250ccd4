import Corpus
import Evaluation
import Synchronization
import Testing

@Suite struct TrialTimeTests {
    private func measured(
        _ transcripts: [Transcript], _ settings: [String: String] = [:],
        with environment: MeasurementEnvironment = .words()
    ) async throws -> [String: MeasuredValue] {
        let result = try await CorpusReplayer(transcripts, environment: environment)
            .run(cell(settings), key: "k")
        return Dictionary(
            uniqueKeysWithValues: result.figures.map { ($0.name, $0.value) })
    }

    private func talk(_ timestamps: [Int64?], requests: [Int] = [1, 3]) -> Transcript {
        SmallTalk.transcript(
            ["a b", "c", "d e f", "g"], requests: requests, timestamps: timestamps)
    }

    @Test func `a request happens when its answer was recorded`() async throws {
        let found = try await measured([talk([1000, 4000, 60_000, 64_500])])
        #expect(found["replay.span"] == .integer(60_500))
    }

    @Test func `a request without an answer happens at its last message`() async throws {
        let found = try await measured([talk([1000, 4000, 60_000, 64_500], requests: [1, 4])])
        #expect(found["replay.span"] == .integer(60_500))
        let unknown = try await measured([talk([1000, 4000, 60_000, nil], requests: [1, 3])])
        #expect(unknown["replay.span"] == .integer(56_000))
    }

    @Test func `a gap lies between requests without times`() async throws {
        #expect(try await measured([SmallTalk.long])["replay.span"] == .integer(30_000))
        let found = try await measured([SmallTalk.long, SmallTalk.long], ["replay.gap": "5m"])
        #expect(found["replay.span"] == .integer(600_000))
    }

    @Test func `a recording without a time for a request is bridged by the gap`() async throws {
        let found = try await measured([talk([1000, 4000, nil, nil])], ["replay.gap": "10s"])
        #expect(found["replay.span"] == .integer(10_000))
    }

    @Test func `wall and CPU time are those of the conversations`() async throws {
        // The wall clock is read around each conversation and around each of its requests.
        let found = try await measured([SmallTalk.long, SmallTalk.short])
        #expect(found["wall.time"] == .integer(50 + 30))
        #expect(found["cpu.time"] == .integer(7 + 7))
        #expect(found["tokens.per.second"] == .real(39.0 / 14 * 1e9))
        #expect(found["memory.peak"] == .integer(4096))
    }

    @Test func `what measuring takes is told by itself`() async throws {
        // The CPU clock goes on by seven each time it is read: before and after what comes of each
        // conversation is taken down, judged and charged.
        let found = try await measured([SmallTalk.long, SmallTalk.short])
        #expect(found["harness.time"] == .integer(7 + 7))
        #expect(found["cpu.time"] == .integer(7 + 7))
    }

    @Test func `noise around the process is reported as far as it is known`() async throws {
        var environment = MeasurementEnvironment.words()
        environment.watch = { { ProcessNoise(steal: 0.25, involuntarySwitches: 7) } }
        let found = try await measured([SmallTalk.long], with: environment)
        #expect(found["noise.steal"] == .real(0.25))
        #expect(found["noise.switches"] == .integer(7))
        #expect(found["noise.pressure"] == nil)
    }

    @Test func `no rate is told where no time has passed`() async throws {
        let found = try await measured([SmallTalk.long], with: .words(cpuStep: 0))
        #expect(found["cpu.time"] == .integer(0))
        #expect(found["tokens.per.second"] == nil)
    }

    @Test func `each request has a sample of its latency, in order`() async throws {
        let replayer = CorpusReplayer([SmallTalk.long, SmallTalk.short], environment: .words())
        let result = try await replayer.run(cell(), key: "k")
        #expect(result.samples(of: .addedLatency) == [10, 10, 10])
    }

    @Test func `a cell has exact figures once, and times of each repetition`() async throws {
        // The CPU clock goes on faster with each look, so that repetitions take different times.
        let looks = Mutex(UInt64(0))
        var environment = MeasurementEnvironment.words()
        environment.cpu = {
            looks.withLock { looks in
                looks += 1
                return looks * looks
            }
        }
        let replayer = CorpusReplayer([SmallTalk.short], environment: environment)
        let result = try await replayer.run(cell(), key: "k", repetitions: 4)
        let once = try await CorpusReplayer([SmallTalk.short], environment: .words())
            .run(cell(), key: "k")
        #expect(result.measurements == once.measurements)
        #expect(result.conversations == once.conversations)
        #expect(result.measurements.allSatisfy { $0.metric.isExact })
        #expect(result.timings.count == 4)
        #expect(result.samples(of: .addedLatency) == [10, 10, 10, 10])
        // Four looks a replay, of which the first and the second are around the conversation: the
        // square of the second less that of the first, and so on every fourth.
        let times = result.timings.map { timing in
            timing.measurements.first { $0.metric == .cpuTime }?.value
        }
        #expect(times == [.integer(3), .integer(11), .integer(19), .integer(27)])
        // Of an even number the lower of the middle two.
        #expect(result.figures.first { $0.metric == .cpuTime }?.value == .integer(11))
    }

    @Test func `each conversation has its share of every sum`() async throws {
        let replayer = CorpusReplayer([SmallTalk.long, SmallTalk.short], environment: .words())
        let result = try await replayer.run(cell(), key: "k")
        #expect(result.conversations.map(\.requests) == [2, 1])
        #expect(result.conversations.map(\.recorded) == [9 + 21, 9])
        #expect(result.conversations.map { $0.value(of: .operations) } == [3, 0])
        #expect(result.conversations.map { $0.value(of: .countCacheHits) } == [0, 1])
    }

    @Test func `instructions take the place of times, and nothing else changes`() async throws {
        var counted = MeasurementEnvironment.words()
        counted.instructions = InstructionMeter(begin: {}, end: { 1000 })
        let replayer = CorpusReplayer([SmallTalk.long, SmallTalk.short], environment: counted)
        let result = try await replayer.run(cell(), key: "k")
        let found = Dictionary(
            uniqueKeysWithValues: result.figures.map { ($0.name, $0.value) })
        #expect(found["instructions"] == .integer(2000))
        #expect(result.timings == [CellTiming(measurements: [])])
        let timed = try await measured([SmallTalk.long, SmallTalk.short])
        #expect(timed["instructions"] == nil)
        let others = found.filter { $0.key != "instructions" }
        #expect(others.count > 30)
        #expect(others.allSatisfy { timed[$0.key] == $0.value })
        #expect(found["cpu.time"] == nil && found["wall.time"] == nil)
        #expect(found["memory.peak"] == nil && found["tokens.per.second"] == nil)
    }

    @Test func `a count that cannot be read fails the cell`() async throws {
        struct Unreadable: Error, CustomStringConvertible { let description = "no file" }
        var counted = MeasurementEnvironment.words()
        counted.instructions = InstructionMeter(begin: {}, end: { throw Unreadable() })
        let replayer = CorpusReplayer([SmallTalk.short], environment: counted)
        let error = await #expect(throws: TrialError.self) {
            try await replayer.run(cell(), key: "k")
        }
        #expect(error?.description == "instructions: no file")
    }
}
