package import Evaluation
internal import Statistics
internal import Verdicts

/// What was measured of the embedded extract, as Markdown. A pure function of the record.
package struct SummaryQualityReport: Sendable {
    /// The report.
    package let markdown: String

    /// The report of a record. O(resamples · conversations).
    package init(_ record: SummaryQualityRecord) {
        let bootstrap = PairedClusterBootstrap(resamples: record.resamples, seed: record.seed)
        let sections = [
            Self.head(record), Self.survival(record, bootstrap), Self.meetings(record, bootstrap),
        ]
        markdown = sections.compactMap(\.self).joined(separator: "\n\n") + "\n"
    }

    private static func head(_ record: SummaryQualityRecord) -> String {
        """
        # The embedded extract, judged without a judge

        Extract: \(Markdown.code(record.summarizer)). Differences are extract − other, with 95 % \
        bias-corrected and accelerated bootstrap intervals over paired clusters (conversations or \
        meetings; \(Figure.count(record.resamples)) resamples, seed \
        \(record.seed)). "Better" is said only where the interval is clear of 0, and nothing below \
        \(PairedVerdict.fewest) clusters.
        """
    }

    /// A verdict as two cells: the difference with its interval, and what can be said.
    static func cells(_ verdict: PairedVerdict, unit: (Double) -> String) -> [String] {
        guard let difference = verdict.difference else {
            return [Figure.dash, verdict.verdict.rawValue]
        }
        let interval = difference.interval.map {
            " [\(unit($0.lowerBound)), \(unit($0.upperBound))]"
        }
        // No difference says nothing without the least one that could have been seen.
        let least = verdict.verdict == .unclear ? verdict.detectable ?? 0 : 0
        let unseen = least > 0 ? ", unseen below " + unit(least).drop { $0 == "+" } : nil
        return [
            unit(difference.value) + (interval ?? ""), verdict.verdict.rawValue + (unseen ?? ""),
        ]
    }

    /// The ratio of all sums.
    static func sum(_ ratios: [RatioOfSums]) -> Double? {
        ratios.reduce(into: RatioOfSums()) { $0.merge($1) }.value
    }
}
