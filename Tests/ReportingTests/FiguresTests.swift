import Evaluation
import Reporting
import Testing

/// Figures of tiny runs, worked out by hand.
@Suite struct FiguresTests {
    @Test(arguments: [
        "axes: {chunks.size: [9, 8]}", "axes:\n  chunks.size:\n    - 9\n    - 8",
        "axes:\n  # chunks.size: [8]\n  chunks.size: [9, 8] # 8",
        "axes:\n  cache.count: [on]\n  \"chunks.size\": ['9','8']", "axes:\n  chunks.size: [9]",
        "axes: {cache.count: [on], chunks.size: [9]}\n"
            + "include: [{chunks.size: 8}]",
    ])
    func `the first value is the one the matrix writes first`(matrix: String) {
        let cells = [("8", Int64(30)), ("9", 40)].map { value, tokens in
            TinyRun.result(
                TinyRun.cell([("chunks.size", value)]),
                [Measurement(.tokensSent, .integer(tokens))])
        }
        let text = TinyRun.markdown(TinyRun.record(cells, matrix: "name: m\n" + matrix))
        let rows = TinyRun.rows(of: "What each setting changes", in: text).suffix(2)
        #expect(rows == ["| 9 | 1 cell | 40 | — |", "| 8 | 1 pair | ×0.7500 | 0 of 0 |"])
    }

    @Test func `numbers of a matrix are found however they are written`() {
        let cells = ["128000", "32000", "8000"].map {
            TinyRun.result(
                TinyRun.cell([("context.limit", $0)]), [Measurement(.tokensSent, .integer(1))])
        }
        let text = TinyRun.markdown(
            TinyRun.record(cells, matrix: "name: m\naxes:\n  context.limit: [8k, 32000, 128000]"))
        let rows = TinyRun.rows(of: "What each setting changes", in: text).suffix(3)
        #expect(rows.map { $0.split(separator: " ")[1] } == ["8000", "32000", "128000"])
    }

    @Test func `an effect is a ratio of sums over pairs equal in everything else`() {
        func cell(_ cache: String, _ corpus: String, _ operations: Int64) -> CellResult {
            TinyRun.result(
                TinyRun.cell([("cache.count", cache)], corpus: corpus),
                [
                    Measurement(.operations, .integer(operations)),
                    Measurement(.outputHash, .text("x")),
                ])
        }
        let text = TinyRun.markdown(
            TinyRun.record([
                cell("off", "c", 100), cell("off", "d", 900), cell("off", "alone", 5),
                cell("on", "c", 50), cell("on", "d", 200),
            ]))
        let rows = TinyRun.rows(of: "What each setting changes", in: text).suffix(2)
        #expect(rows == ["| off | 3 cells | 1,005 | — |", "| on | 2 pairs | ×0.2500 | 2 of 2 |"])
        #expect(
            text.contains("250 instead of 1,000 messages recounted (×0.2500), over 2 pairs"))
    }

    @Test func `a ratio to zero is told by both sums`() {
        func cell(_ value: String, _ missed: Int64) -> CellResult {
            TinyRun.result(
                TinyRun.cell([("k", value)]), [Measurement(.missedOverflows, .integer(missed))])
        }
        let text = TinyRun.markdown(TinyRun.record([cell("a", 0), cell("b", 3)]))
        #expect(
            TinyRun.rows(of: "What each setting changes", in: text).last
                == "| b | 1 pair | 0 → 3 | 0 of 0 |")
    }

    @Test func `what a request gains is told as soon as there are samples enough`() {
        func record(_ count: Int64) -> RunRecord {
            TinyRun.record([
                TinyRun.result(
                    TinyRun.cell([("counter", "x")]), [], latency: (1...count).map { $0 * 1000 })
            ])
        }
        #expect(
            TinyRun.markdown(record(40)).contains(
                "p50 20.0 µs, p90 36.0 µs, p99 n too small (40 of 368)."))
        #expect(TinyRun.markdown(record(400)).contains("p50 200 µs, p90 360 µs, p99 396 µs."))
    }

    @Test func `throughput is all tokens over all time, not a mean of rates`() {
        func cell(_ limit: String, _ tokens: Int64, _ time: Int64) -> CellResult {
            TinyRun.result(
                TinyRun.cell([("counter", "x"), ("context.limit", limit)]),
                [
                    Measurement(.tokensRecorded, .integer(tokens)),
                    Measurement(.cpuTime, .integer(time)),
                ])
        }
        let text = TinyRun.markdown(
            TinyRun.record([cell("1", 3000, 1_000_000), cell("2", 1000, 3_000_000)]))
        #expect(
            TinyRun.rows(of: "Speed", in: text).last
                == "| x | 2 | 1,000,000 tokens/s | 4.00 ms | 0 | — | — | — | — |")
    }

    @Test func `overflows are missed out of those the exact count finds`() {
        let cell = TinyRun.result(
            TinyRun.cell([("counter", "guess"), ("context.limit", "100")]),
            [
                Measurement(.requests, .integer(10)), Measurement(.tokensIn, .integer(90)),
                Measurement(.tokensExact, .integer(120)),
                Measurement(.contentTokens, label: "code", .integer(8)),
                Measurement(.contentError, label: "code", .integer(2)),
                Measurement(.contentTokens, label: "prose", .integer(200)),
                Measurement(.contentError, label: "prose", .integer(1)),
                Measurement(.risk, label: "safe", .integer(6)),
                Measurement(.risk, label: "overflow", .integer(4)),
                Measurement(.missedOverflows, .integer(2)),
                Measurement(.falseOverflows, .integer(1)),
            ])
        let text = TinyRun.markdown(TinyRun.record([cell]))
        #expect(
            text.contains(
                "| guess | 90 | 120 | -25.0 % | 5 | 2 (40.0 %) | 1 |"))
        #expect(text.contains("25.0 % too low and is worst on code, where it errs by 25.0 %"))
        #expect(
            text.contains(
                "**Window 100 tokens**: 4 of 10 requests (40.0 %) are over it as recorded."))
        #expect(text.contains("| 100 tokens | c | 10 | 6 | 0 | 0 | 0 | 4 | 40.0 % |"))
    }

    @Test func `an estimate that was not measured at the first values is still told`() {
        let settings = [("exact", "on"), ("guess", "off")]
        let cells = settings.map { counter, cache in
            var measurements = [
                Measurement(.requests, .integer(8)), Measurement(.risk, label: "safe", .integer(8)),
            ]
            if counter == "guess" {
                measurements += [
                    Measurement(.contentTokens, label: "prose", .integer(4)),
                    Measurement(.contentError, label: "prose", .integer(1)),
                    Measurement(.missedOverflows, .integer(3)),
                ]
            }
            return TinyRun.result(
                TinyRun.cell([("counter", counter), ("cache.count", cache)]), measurements)
        }
        let text = TinyRun.markdown(TinyRun.record(cells))
        #expect(text.contains("| guess | 0 | 0 | — | 3 | 3 (100.0 %) | 0 |"))
        #expect(text.contains("it misses 3 of 3 requests that do not fit"))
        #expect(text.contains("Held fixed: `counter=exact`, `cache.count=on`."))
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00:00"), (-1, "1969-12-31 23:59:59"),
        (951_825_599_000, "2000-02-29 11:59:59"), (4_107_542_400_000, "2100-03-01 00:00:00"),
    ])
    func `a run's start is told in UTC`(milliseconds: Int64, text: String) {
        var record = TinyRun.record([])
        record.description.startedAt = milliseconds
        #expect(TinyRun.markdown(record).contains("| started | \(text) UTC |"))
    }

    @Test(arguments: [
        (999, "999 ns"), (1000, "1.00 µs"), (999_600, "1,000 µs"), (12_345_678, "12.3 ms"),
        (1_234_567_000_000, "1,230 s"), (9_999_000_000_000, "10,000 s"),
    ])
    func `a time has three digits and a unit`(nanoseconds: Int64, text: String) {
        let cell = TinyRun.result(
            TinyRun.cell([]), [Measurement(.cpuTime, .integer(nanoseconds))])
        let page = HTMLReport(TinyRun.record([cell])).content
        #expect(page.contains(">\(text)</td>"))
    }

    @Test func `a setting that only varies with another one has no table of dashes`() {
        let cells = [("a", "x"), ("b", "y")].map { one, other in
            TinyRun.result(
                TinyRun.cell([("k", one), ("l", other)]), [Measurement(.tokensSent, .integer(1))])
        }
        let text = TinyRun.markdown(TinyRun.record(cells))
        #expect(!TinyRun.headings(of: text).contains("What each setting changes"))
    }
}
