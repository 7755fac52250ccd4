import Evaluation
import Reporting
import StrictJSON
import Testing
import Verdicts

@Suite struct NightlyReportTests {
    private func record(
        _ verdict: String, complete: Bool = true, claims: [(String, String)] = []
    ) throws -> VerdictRecord {
        let list = claims.map { "{\"id\":\"\($0.0)\",\"verdict\":\"\($0.1)\"}" }
        let text =
            "{\"verdict\":\"\(verdict)\",\"complete\":\(complete),\"headline\":\"so much\","
            + "\"claims\":[\(list.joined(separator: ","))]}"
        return try #require(VerdictRecord(json: text))
    }

    private func report(
        _ parts: [NightlyReport.Part], before: VerdictRecord? = nil, isPinned: Bool = false
    ) -> NightlyReport {
        NightlyReport(run: "r1", parts, claimsBefore: before, isPinned: isPinned)
    }

    @Test func `a nightly run is as bad as its worst part`() throws {
        let fine = NightlyReport.Part("exact", path: "exact/comparison.md", try record("unchanged"))
        let better = NightlyReport.Part("times", try record("better"))
        let quiet = report([fine, better])
        #expect(quiet.conclusion == .unchanged)
        #expect(
            quiet.files[0].text.hasPrefix(
                """
                # Nightly run r1: no change for the worse

                - [exact](exact/comparison.md): so much
                - times: so much
                - [report](report.md)
                """))
        let gap = NightlyReport.Part("history", try record("unchanged", complete: false))
        #expect(report([fine, gap]).conclusion == .invalid)
        #expect(report([fine, gap]).verdict == "not everything could be compared")
        let invalid = NightlyReport.Part("times", try record("invalid"))
        #expect(report([fine, invalid]).conclusion == .invalid)
        let worse = NightlyReport.Part("times", try record("worse"))
        #expect(report([gap, worse]).conclusion == .worse)
        #expect(
            report([gap, worse]).verdict
                == "something is worse, and not everything could be compared")
        // An undecided comparison is no alarm: there is noise in every run.
        let noise = NightlyReport.Part("times", try record("inconclusive"))
        #expect(report([fine, noise]).conclusion == .unchanged)
    }

    @Test func `a part without a verdict is a gap, one left out on purpose is none`() throws {
        let fine = NightlyReport.Part("exact", try record("unchanged"))
        let silent = report([fine, NightlyReport.Part("cache", nil)])
        #expect(silent.conclusion == .invalid)
        #expect(silent.files[0].text.contains("- cache: came to no verdict\n"))
        let leftOut = report([fine, NightlyReport.Part("cache", nil, isLeftOut: true)])
        #expect(leftOut.conclusion == .unchanged)
        #expect(leftOut.files[0].text.contains("- cache: left out on purpose\n"))
    }

    @Test func `of claims only what changed is an alarm`() throws {
        let broken = [("a", "holds"), ("b", "fails"), ("c", "unproven")]
        let before = try record("worse", claims: broken)
        func claims(_ list: [(String, String)]) throws -> NightlyReport {
            report(
                [NightlyReport.Part("claims", try record("worse", claims: list))], before: before)
        }
        #expect(try claims(broken).conclusion == .unchanged)
        #expect(try claims(broken).files[0].text.contains("claims: as before (so much)"))
        let first = report([NightlyReport.Part("claims", before)])
        #expect(first.conclusion == .unchanged)
        let worse = try claims([("a", "fails"), broken[1], broken[2]])
        #expect(worse.conclusion == .worse)
        #expect(worse.files[0].text.contains("WORSE: a: holds → fails (so much)"))
        #expect(try claims([broken[0], ("b", "holds"), broken[2]]).conclusion == .unchanged)
        #expect(try claims([broken[0], broken[1], ("c", "fails")]).conclusion == .worse)
        // What held and is no longer judged, and what is no longer there, is a gap.
        #expect(try claims([("a", "unproven"), broken[1], broken[2]]).conclusion == .invalid)
        #expect(try claims([broken[0], broken[2]]).conclusion == .invalid)
        #expect(try claims(broken + [("d", "fails")]).conclusion == .unchanged)
    }

    @Test func `the record says what the page says, and that the run is pinned`() throws {
        let report = report(
            [NightlyReport.Part("exact", try record("worse", complete: false))], isPinned: true)
        #expect(report.files.map(\.path) == ["nightly.md", "nightly.json"])
        let json = try JSONValue(parsing: report.files[1].text)
        #expect(json["verdict"] == .string("worse"))
        #expect(json["headline"]?.string == report.verdict)
        let part = try #require(json["parts"]?.array?.first)
        #expect(part["name"] == .string("exact") && part["complete"] == .bool(false))
        #expect(report.files[0].text.contains("\nThis run is the baseline of later ones.\n"))
    }

    @Test func `series that are gone are gaps in the history`() throws {
        let points = [1, 1].enumerated().map {
            SeriesHistory.Point(
                run: "run-\($0.offset)", revision: "r", value: .integer(Int64($0.element)))
        }
        let series = [
            SeriesHistory(name: "x bill", metric: .bill, points: points),
            SeriesHistory(name: "y bill", metric: .bill, points: points, isGone: true),
        ]
        let record = HistoryReport.record(series)
        #expect(record.conclusion == .unchanged && !record.isComplete)
        #expect(record.headline == "2 series: 1 gone, 1 steady")
        let json = try JSONValue(parsing: record.json)
        #expect(json["news"]?.array?.map { $0["state"] } == [.string("gone")])
        #expect(json["news"]?.array?.first?["run"] == .string("run-1"))
        let text = HistoryReport(series, command: "winnow history").markdown
        #expect(text.contains("## Gone\n\n| series |"))
        #expect(text.contains("| `y bill` | gone |"))
    }

    @Test func `a cache that keeps everything is fine, any other is worse`() {
        func record(
            written: Int = 3, found: Int = 3, failed: Int = 0, isSame: Bool = true
        ) -> VerdictRecord {
            let empty = PersistenceCheck.Trial(
                name: "short", written: 0, found: 0, failed: 0, isSame: true)
            let trial = PersistenceCheck.Trial(
                name: "long chunked", written: written, found: found, failed: failed,
                isSame: isSame)
            return PersistenceCheck([empty, trial]).record
        }
        #expect(record().conclusion == .unchanged && record().isComplete)
        #expect(record(found: 2).conclusion == .worse)
        #expect(record(failed: 1).conclusion == .worse)
        #expect(record(isSame: false).headline == "not found again: long chunked")
        #expect(!record(written: 0, found: 0).isComplete)
    }
}
