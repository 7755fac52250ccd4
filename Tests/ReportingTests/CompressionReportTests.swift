import Evaluation
import Reporting
import Testing

/// The section on compression.
@Suite struct CompressionReportTests {
    private let matrix = """
        name: compression
        axes:
          management: [off]
          compression.mode: [conversation, request]
        """

    private func result(_ mode: String, decoder: Int64, kept: Int64) -> CellResult {
        TinyRun.result(
            TinyRun.cell([("management", "off"), ("compression.mode", mode)]),
            [
                Measurement(.compressionOriginal, .integer(1_000)),
                Measurement(.compressionCompressed, .integer(700)),
                Measurement(.compressionDecoder, .integer(decoder)),
                Measurement(.compressionNet, label: "none", .integer(1)),
                Measurement(.compressionNet, label: "20-30", .integer(3)),
                Measurement(.compressionPhrases, label: "compared", .integer(10)),
                Measurement(.compressionPhrases, label: "kept", .integer(kept)),
                Measurement(.compressionPrefix, label: "compared", .integer(4)),
                Measurement(.compressionPrefix, label: "kept", .integer(kept == 10 ? 4 : 0)),
                Measurement(.compressionDocumented, .real(0.25)),
                Measurement(.compressionBytes, label: "new", .integer(2_000_000)),
                Measurement(.compressionBytes, label: "all", .integer(8_000_000)),
                Measurement(.compressionTime, .integer(100_000_000)),
            ]
                + (1...2).flatMap { turn in
                    [("net", 0.1), ("compression", 0.2), ("rules", 7), ("trend", 1), ("active", 1)]
                        .map {
                            Measurement(.compressionTurn, label: "0\(turn).\($0.0)", .real($0.1))
                        }
                })
    }

    @Test func `savings, their distribution and turns are told, and nothing is judged`() {
        let record = TinyRun.record(
            [
                result("conversation", decoder: 50, kept: 10),
                result("request", decoder: 100, kept: 4),
            ],
            matrix: matrix)
        let text = TinyRun.markdown(record)
        #expect(
            text.contains(
                "a dictionary for each conversation** saves 25.0 % of the tokens of the texts that it reads, "
            ))
        #expect(text.contains("nothing on 25.0 % of the requests; less than nothing on 0;"))
        let rows = TinyRun.section("Compression", of: text)
        let own = rows.first { $0.contains("compression.mode=conversation |") } ?? ""
        #expect(own.contains("| 25.0 % | 5.0 % | 0 % | 25.0 % | 0 % | 0 % | 0 % | 75.0 % | 0 % |"))
        #expect(own.contains("| 25.0 % | 100.0 % | 100.0 % | 20.0 | 80.0 |"))
        #expect(!rows.contains { $0.contains("holds") || $0.contains("fails") })
        #expect(rows.contains { $0.hasPrefix("| 2 | 20.0 % | ") && $0.hasSuffix("| improving |") })
    }

    @Test func `without compression there is no section`() {
        let plain = TinyRun.record([TinyRun.result(TinyRun.cell([("counter", "c")]), [])])
        #expect(!TinyRun.headings(of: TinyRun.markdown(plain)).contains("Compression"))
    }
}
