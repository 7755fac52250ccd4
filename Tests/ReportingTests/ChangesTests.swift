import Evaluation
import Reporting
import Testing

@Suite struct ChangesTests {
    private func record(saved: Int64, id: String = "r1") -> RunRecord {
        var record = TinyRun.record([
            TinyRun.result(
                TinyRun.cell([("management", "full")]),
                [
                    Measurement(.requests, .integer(4)),
                    Measurement(.tokensSavedNet, .integer(saved)),
                ])
        ])
        record.description.id = id
        return record
    }

    private func section(_ now: RunRecord, _ before: RunRecord?) -> [String] {
        let text = Report(now, previous: before).files.first?.text ?? ""
        return TinyRun.section("What changed since the last run", of: text)
    }

    @Test func `without an earlier run there is nothing to say`() {
        #expect(section(record(saved: 5), nil).isEmpty)
    }

    @Test func `equal runs are said to be equal`() {
        let lines = section(record(saved: 5, id: "r2"), record(saved: 5))
        #expect(
            lines.contains { $0.contains("all 2 exact metrics are equal, over 1 cell of both") })
    }

    @Test func `what is worse comes with its change and the command that has all`() {
        let lines = section(record(saved: 50, id: "r2"), record(saved: 100))
        #expect(lines.contains { $0.contains("1 worse, 0 better, 0 different, 1 equal") })
        #expect(lines.contains { $0.contains("`winnow compare r1 r2`") })
        #expect(
            lines.contains {
                $0.hasPrefix("| `tokens.saved.net` | **worse** | 100 | 50 | -50.0 % | 1 |")
            })
    }

    @Test func `runs without a common cell are not compared`() {
        var other = record(saved: 5, id: "r0")
        other.results[0].cell.seed = 9
        #expect(section(record(saved: 5), other).contains { $0.contains("no cell in common") })
    }
}
