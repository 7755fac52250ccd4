import Evaluation
import Reporting
import Testing

/// The section on compactions, beside the documented figures.
@Suite struct CompactionReportTests {
    private func text(_ rows: [(String, [Measurement])]) -> String {
        let results = rows.map { management, measurements in
            TinyRun.result(
                TinyRun.cell([("management", management)], mode: .stateful),
                [Measurement(.requests, .integer(10))] + measurements,
                latency: [Int64](repeating: 2_000_000, count: 2_000))
        }
        return TinyRun.markdown(TinyRun.record(results))
    }

    private let compacted = [
        Measurement(.compactions, .integer(4)), Measurement(.compactionBefore, .integer(1_000)),
        Measurement(.compactionAfter, .integer(400)),
        Measurement(.compactionCost, .integer(7_240_000)),
        Measurement(.compactionReduction, label: "10-20", .integer(1)),
        Measurement(.compactionReduction, label: "20-30", .integer(2)),
        Measurement(.compactionReduction, label: "90-100", .integer(1)),
    ]

    @Test func `compactions are told with what they take away, and their price`() {
        let section = TinyRun.section(
            "Compaction", of: text([("compaction", compacted), ("off", [])]))
        #expect(section.contains { $0.contains("at the shipped price of the FAST tier's model") })
        let row = section.first { $0.hasPrefix("| compaction |") } ?? ""
        let cells = row.split(separator: "|").map { $0.trimming { $0 == " " } }
        #expect(cells.prefix(6) == ["compaction", "4", "60.0 %", "25.0 %", "50.0 %", "25.0 %"])
        #expect(cells.dropFirst(6).first == "$0.00181")
        #expect(cells.last?.hasPrefix("2.00") == true, "\(row)")
    }

    @Test func `without compactions there is no section`() {
        #expect(!TinyRun.headings(of: text([("full", []), ("off", [])])).contains("Compaction"))
        let none = [Measurement(.compactions, .integer(0))]
        #expect(!TinyRun.headings(of: text([("compaction", none)])).contains("Compaction"))
    }
}

extension Substring {
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
        let rest = drop(while: isTrimmed)
        return String(String(rest.reversed().drop(while: isTrimmed)).reversed())
    }
}
