import Evaluation
import Reporting
import Statistics
import Testing

/// What the report of the extract's quality says.
@Suite struct SummaryQualityReportTests {
    private func ratio(_ part: Int) -> RatioOfSums {
        var ratio = RatioOfSums()
        ratio.add(part, of: 100)
        return ratio
    }

    /// Conversations in which the extract keeps 80 of 100 and the others 40 and 80.
    private func corpus(_ name: String, _ count: Int) -> SummaryQualityRecord.ToolCorpus {
        let methods = [80, 40, 80].map { part in
            var kept = SurvivalRun.Kept()
            kept.retention = ratio(part)
            kept.size = ratio(25)
            return kept
        }
        let sample = SurvivalRun.shares.map { _ in methods }
        return SummaryQualityRecord.ToolCorpus(
            identity: CorpusIdentity(name: name, hash: "abc"), conversations: count,
            samples: [SurvivalRun.Sample](repeating: sample, count: count))
    }

    private func record(_ counts: [Int], meetings: Int = 0) -> SummaryQualityRecord {
        var record = SummaryQualityRecord(summarizer: "extract", resamples: 50)
        record.corpora = counts.enumerated().map { corpus("corpus \($0)", $1) }
        let scores = MeetingRun.measures.map { _ in [30, 20, 30, 40].map(ratio) }
        record.meetings = [MeetingRun.Sample](repeating: scores, count: meetings)
        return record
    }

    private func rows(_ record: SummaryQualityRecord, _ start: String) -> [String] {
        SummaryQualityReport(record).markdown.split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix(start) }
    }

    @Test func `a row tells retention, difference, interval and verdict`() {
        #expect(
            rows(record([20]), "| corpus 0 | 20 | 10 %") == [
                "| corpus 0 | 20 | 10 % | 80.0 % | 40.0 % | 80.0 % | "
                    + "+40.0 [+40.0, +40.0] | better | 0.0 [0.0, 0.0] | no clear difference |"
            ])
    }

    @Test func `corpora below twenty get no verdict and are not pooled`() {
        let small = rows(record([19, 20]), "| corpus 0 | 19 | 30 %")
        #expect(small.count == 1)
        #expect(small.allSatisfy { $0.contains("n too small") && !$0.contains("better") })
        #expect(rows(record([19, 20]), "| **pooled** (corpora of 20 and more) | 20 |").count == 3)
        #expect(rows(record([19]), "| **pooled**").isEmpty)
    }

    @Test func `scores of meetings stand beside each other method`() {
        let record = record([], meetings: 26)
        #expect(
            rows(record, "| ROUGE-1") == [
                "| ROUGE-1 | 26 | 0.3000 | 0.2000 | 0.3000 | 0.4000 |",
                "| ROUGE-1 | lead | +0.1000 [+0.1000, +0.1000] | better |",
                "| ROUGE-1 | TF-IDF | 0.0000 [0.0000, 0.0000] | no clear difference |",
                "| ROUGE-1 | coverage | -0.1000 [-0.1000, -0.1000] | worse |",
            ])
        #expect(!SummaryQualityReport(record).markdown.contains("Identifiers that are used"))
    }

    @Test func `the same record gives the same report`() {
        let record = record([20, 21], meetings: 20)
        #expect(SummaryQualityReport(record).markdown == SummaryQualityReport(record).markdown)
    }
}
