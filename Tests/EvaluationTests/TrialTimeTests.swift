import Corpus
import Evaluation
import Testing

@Suite struct TrialTimeTests {
    private func measured(
        _ transcripts: [Transcript], _ settings: [String: String] = [:],
        with instruments: Instruments = .words()
    ) throws -> [String: MeasuredValue] {
        let result = try CorpusBench(transcripts, instruments: instruments)
            .run(cell(settings), key: "k")
        return Dictionary(
            uniqueKeysWithValues: result.measurements.map { ($0.name, $0.value) })
    }

    private func talk(_ timestamps: [Int64?], requests: [Int] = [1, 3]) -> Transcript {
        SmallTalk.transcript(
            ["a b", "c", "d e f", "g"], requests: requests, timestamps: timestamps)
    }

    @Test func `a request happens when its answer was recorded`() throws {
        let found = try measured([talk([1000, 4000, 60_000, 64_500])])
        #expect(found["replay.span"] == .integer(60_500))
    }

    @Test func `a request without an answer happens at its last message`() throws {
        let found = try measured([talk([1000, 4000, 60_000, 64_500], requests: [1, 4])])
        #expect(found["replay.span"] == .integer(60_500))
        let unknown = try measured([talk([1000, 4000, 60_000, nil], requests: [1, 3])])
        #expect(unknown["replay.span"] == .integer(56_000))
    }

    @Test func `a gap lies between requests without times`() throws {
        #expect(try measured([SmallTalk.long])["replay.span"] == .integer(30_000))
        let found = try measured([SmallTalk.long, SmallTalk.long], ["replay.gap": "5m"])
        #expect(found["replay.span"] == .integer(600_000))
    }

    @Test func `a recording without a time for a request is bridged by the gap`() throws {
        let found = try measured([talk([1000, 4000, nil, nil])], ["replay.gap": "10s"])
        #expect(found["replay.span"] == .integer(10_000))
    }

    @Test func `wall and CPU time are those of the conversations`() throws {
        // The wall clock is read around each conversation and around each of its requests.
        let found = try measured([SmallTalk.long, SmallTalk.short])
        #expect(found["wall.time"] == .integer(50 + 30))
        #expect(found["cpu.time"] == .integer(7 + 7))
        #expect(found["tokens.per.second"] == .real(39.0 / 14 * 1e9))
        #expect(found["memory.peak"] == .integer(4096))
    }

    @Test func `no rate is told where no time has passed`() throws {
        let found = try measured([SmallTalk.long], with: .words(cpuStep: 0))
        #expect(found["cpu.time"] == .integer(0))
        #expect(found["tokens.per.second"] == nil)
    }

    @Test func `each request has a sample of its latency, in order`() throws {
        let bench = CorpusBench([SmallTalk.long, SmallTalk.short], instruments: .words())
        #expect(try bench.run(cell(), key: "k").samples == [.addedLatency: [10, 10, 10]])
    }
}
