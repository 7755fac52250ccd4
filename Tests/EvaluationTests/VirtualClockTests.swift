import Evaluation
import Testing

@Suite struct VirtualClockTests {
    /// The times a clock with a gap of ten seconds shows for recorded times.
    private func times(_ recorded: Int64?...) -> [Duration] {
        var clock = VirtualClock(gap: .seconds(10))
        return recorded.map { clock.advance(recorded: $0) }
    }

    @Test func `a clock starts at zero`() {
        var clock = VirtualClock(gap: .seconds(10))
        #expect(clock.now == .zero)
        clock.advance(recorded: nil)
        #expect(clock.now == .zero)
    }

    @Test func `recorded times are followed from the first on`() {
        let base: Int64 = 1_750_000_000_000
        #expect(
            times(base, base + 1500, base + 90_000)
                == [.zero, .milliseconds(1500), .seconds(90)])
    }

    @Test func `time never runs backwards`() {
        #expect(
            times(5000, 9000, 1000, 8999, 9001)
                == [.zero, .seconds(4), .seconds(4), .seconds(4), .milliseconds(4001)])
    }

    @Test func `without recorded times a gap passes with each request`() {
        #expect(times(nil, nil, nil) == [.zero, .seconds(10), .seconds(20)])
    }

    @Test func `a gap bridges a time that is not recorded`() {
        #expect(
            times(1000, nil, 5000, 41_000) == [.zero, .seconds(10), .seconds(10), .seconds(40)])
    }

    @Test func `times recorded only later count from where the clock stands`() {
        #expect(times(nil, nil, 7000, 8000) == [.zero, .seconds(10), .seconds(20), .seconds(21)])
    }

    @Test func `the widest recorded times do not overflow`() {
        let shown = times(.min, .max)
        #expect(shown[1] == .milliseconds(Int64.max) - .milliseconds(Int64.min))
    }

    @Test(
        arguments: [
            ("0s", .zero), ("500ms", .milliseconds(500)), ("30s", .seconds(30)),
            ("5m", .seconds(300)), ("1h", .seconds(3600)), ("8760h", .seconds(31_536_000)),
        ] as [(String, Duration)])
    func `a gap is a number with its unit`(text: String, gap: Duration) {
        #expect(VirtualClock.gap(text) == gap)
    }

    @Test(arguments: ["", "30", "s", "-1s", "1.5s", "30 s", "8761h", "1d", "99999999999999999999s"])
    func `what is no gap is refused`(text: String) {
        #expect(VirtualClock.gap(text) == nil)
    }
}
