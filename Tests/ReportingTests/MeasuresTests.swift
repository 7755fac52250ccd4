import Evaluation
import Reporting
import Testing

/// The four measures on the first page: what is recommended, the default and doing nothing.
@Suite struct MeasuresTests {
    /// A cell in which every conversation sends and pays the same.
    private func result(
        _ policy: String, sent: Int, read: Int, bill: Int64, conversations: Int = 24,
        mode: ReplayMode = .stateless, _ measurements: [Measurement] = [], latency: [Int64] = []
    ) -> CellResult {
        TinyRun.result(
            TinyRun.cell([("management", policy), ("context.limit", "8000")], mode: mode),
            measurements, latency: latency,
            conversations: (0..<conversations).map { number in
                var result = ConversationResult(name: "\(number)")
                (result.requests, result.recorded, result.sent) = (10, 1_000, sent)
                (result.cacheRead, result.uncached) = (read, sent - read)
                result.bill = bill * 1_000_000
                (result.referencesNeeded, result.referencesVisible) = (100, 100)
                result.notFitting = policy == "off" ? 1 : 0
                return result
            })
    }

    /// The rows of the first table of measures, without bars.
    private func rows(_ results: [CellResult]) -> [[String]] {
        let lines = TinyRun.section(
            "What to use", of: TinyRun.markdown(TinyRun.record(results)))
        guard let start = lines.firstIndex(where: { $0.hasPrefix("| measure |") }) else {
            return []
        }
        return lines[start...].prefix { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").map { $0.trimmingPrefix(" ") }.map {
                String($0.hasSuffix(" ") ? $0.dropLast() : $0)
            }
        }
    }

    private func row(_ name: String, _ rows: [[String]]) -> [String] {
        rows.first { $0[0].hasPrefix(name) }.map { Array($0.dropFirst().dropLast()) } ?? []
    }

    @Test func `each figure is the sum over the setting's own cells`() {
        let measured = [
            Measurement(.tokensRecorded, .integer(24_000)),
            Measurement(.cpuTime, .integer(12_000_000)),
            Measurement(.countCacheHits, .integer(3)), Measurement(.countCacheMisses, .integer(1)),
            Measurement(.operations, .integer(1)), Measurement(.operationsAvoided, .integer(19)),
            Measurement(.chunkCache, label: "hits", .integer(8)),
            Measurement(.chunkCache, label: "misses", .integer(2)),
            Measurement(.condensationCache, label: "hits", .integer(0)),
            Measurement(.condensationCache, label: "misses", .integer(0)),
        ]
        let rows = rows([
            result("off", sent: 1_000, read: 900, bill: 500),
            result("chunked", sent: 600, read: 300, bill: 400),
            result(
                "full", sent: 500, read: 400, bill: 250, measured,
                latency: (1...400).map { $0 * 1_000 }),
        ])
        #expect(
            rows.first?.dropFirst().dropLast() == [
                "**full**: recommended", "chunked: the default", "off: doing nothing",
            ])
        #expect(row("recorded tokens", rows).first == "2,000,000")
        #expect(row("tokens sent that", rows) == ["80.0 %", "50.0 %", "90.0 %"])
        #expect(row("messages not counted", rows).first == "95.0 %")
        #expect(row("count cache", rows).first == "75.0 % of 4")
        #expect(row("summaries of chunks", rows).first == "80.0 % of 10")
        #expect(row("whole condensations", rows).first == "no look-ups")
        #expect(row("tokens saved", rows) == ["50.0 %", "40.0 %", "0 %"])
        #expect(row("bill saved", rows) == ["$6.00, 50.0 %", "$2.40, 20.0 %", "— (bill $12.0)"])
        #expect(row("expected bill", rows) == row("bill saved", rows))
        #expect(row("added latency p50", rows).first == "200 µs")
        #expect(row("added latency p99", rows).first == "396 µs")
    }

    @Test func `what no cell holds is not measured, and few samples are too few`() {
        let rows = rows([
            result("off", sent: 1_000, read: 900, bill: 500, conversations: 3),
            result(
                "full", sent: 500, read: 400, bill: 250, conversations: 3, latency: [1, 2, 3]),
        ])
        #expect(
            row("recorded tokens", rows) == Array(repeating: "not measured", count: 3))
        #expect(row("count cache", rows) == Array(repeating: "not measured", count: 3))
        // Nobody tried the default.
        #expect(row("bill saved", rows)[1] == "not measured")
        #expect(row("tokens sent that", rows)[0] == "80.0 % (n too small)")
        #expect(row("added latency p50", rows)[0] == "n too small (3 of 6)")
        #expect(row("added latency p50", rows)[2] == "not measured")
    }

    @Test func `a setting that is several things at once has one column`() {
        let rows = rows([
            result("off", sent: 1_000, read: 900, bill: 500),
            result("chunked", sent: 600, read: 300, bill: 400),
        ])
        #expect(
            rows.first?.dropFirst().dropLast() == [
                "**chunked**: recommended, the default", "off: doing nothing",
            ])
    }

    @Test func `whose cells stand for doing nothing is said`() {
        let text = TinyRun.markdown(
            TinyRun.record([
                result("off", sent: 1_000, read: 900, bill: 500),
                result("chunked", sent: 600, read: 300, bill: 400, mode: .stateful),
                result("full", sent: 600, read: 300, bill: 450, mode: .stateful),
            ]))
        #expect(text.contains("for both kinds of client, and was replayed as stateless."))
    }
}
