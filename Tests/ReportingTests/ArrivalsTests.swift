import Evaluation
import Reporting
import Testing

@Suite struct ArrivalsTests {
    private static func result(_ arrivals: String, _ samples: [Metric: [Int64]]) -> CellResult {
        CellResult(
            cell: TinyRun.cell([("replay.arrivals", arrivals)]), key: "k" + arrivals,
            measurements: [], timings: [CellTiming(measurements: [], samples: samples)])
    }

    private static func section(_ results: [CellResult]) -> [String] {
        TinyRun.section("Arrivals", of: TinyRun.markdown(TinyRun.record(results)))
    }

    private static let closed = result(
        "closed", [.addedLatency: Array(repeating: 2000, count: 8)])

    @Test func `lag and latency of an open loop stand beside service times`() {
        let open = Self.result(
            "poisson:5",
            [
                .addedLatency: Array(repeating: 2000, count: 8),
                .scheduleLag: Array(repeating: 5000, count: 8),
                .intendedLatency: Array(repeating: 7000, count: 8),
            ])
        let lines = Self.section([Self.closed, open])
        #expect(lines.contains { $0.contains("service time only") })
        let rows = lines.filter { $0.hasPrefix("| `") }
        #expect(rows.count == 2)
        let cells = rows.map { row in
            row.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
        }
        #expect(cells.first?.first == "`closed`" && cells.last?.first == "`poisson:5`")
        #expect(cells.map { $0[3] } == ["2.00 µs", "2.00 µs"])
        #expect(cells.last?[6] == "7.00 µs" && cells.last?[9] == "5.00 µs")
        #expect(cells.first?[6] == cells.first?[9] && cells.first?[6] != "5.00 µs")
    }

    @Test func `a run of closed loops has no such section`() {
        #expect(Self.section([Self.closed]).isEmpty)
    }
}
