import Evaluation
import Reporting
import Testing

/// The sections on ways of shortening: which cells a figure is of.
@Suite struct ShorteningTests {
    private let matrix = """
        axes:
          management: [chunked, off]
          chunks.skipCondensed: [on]
          context.limit: [8k]
        include:
          - {chunks.skipCondensed: off}
        """

    /// Chunked with memory avoids three of four summaries, without memory none.
    private var record: RunRecord {
        let ways: [(String, String, made: Int64, avoided: Int64)] = [
            ("chunked", "on", 25, 75), ("chunked", "off", 100, 0), ("off", "on", 0, 0),
        ]
        return TinyRun.record(
            ways.map { management, memory, made, avoided in
                let acted = management == "off" ? 0 : 0.5
                return TinyRun.result(
                    TinyRun.cell([
                        ("management", management), ("chunks.skipCondensed", memory),
                        ("context.limit", "8000"),
                    ]),
                    [
                        Measurement(.requests, .integer(10)),
                        Measurement(.actedShare, .real(acted)),
                        Measurement(.tokensIn, .integer(1_000)),
                        Measurement(.tokensSaved, .integer(made > 0 ? 400 : 0)),
                        Measurement(.tokensSavedNet, .integer(made > 0 ? 300 : 0)),
                        Measurement(.summaries, .integer(made)),
                        Measurement(.costCached, .integer(made * 3_000_000)),
                        Measurement(.costBest, .integer(made * 2_000_000)),
                        Measurement(.summariesAvoided, .integer(avoided)),
                        Measurement(.summariesDegraded, .integer(made > 25 ? 90 : 1)),
                    ])
            }, matrix: matrix)
    }

    @Test func `a way is a row, beside what it does without memory`() {
        let rows = TinyRun.section(
            "What shortening saves and loses", of: TinyRun.markdown(record))
        #expect(
            rows.contains {
                $0.hasPrefix(
                    "| chunked | 50.0 % | 40.0 % | 30.0 % | — | $0.0750 | 1.50 | 25 | 75.0 %")
            })
        #expect(rows.contains { $0.hasPrefix("| chunked, chunks.skipCondensed=off | ") })
        #expect(rows.contains { $0.hasPrefix("| off | 0 %") })
    }

    @Test func `documented figures are judged by the plain way alone`() {
        let rows = TinyRun.section("Documented figures", of: TinyRun.markdown(record))
        let operations = rows.filter { $0.contains("fewer condensation operations") }
        #expect(!operations.isEmpty && operations.allSatisfy { $0.contains("| 75.0 % | holds |") })
        let success = rows.filter { $0.contains("condensations succeed") }
        #expect(!success.isEmpty && success.allSatisfy { $0.contains("| 99.0 % | holds |") })
    }
}
