internal import Evaluation
internal import Statistics
internal import Verdicts

/// How much of the reference summaries of meetings is in extracts, as a part of a page.
struct MeetingPage {
    /// The seed of the intervals, and how many times the meetings are drawn for one.
    private static let bootstrap = (seed: UInt64(1), resamples: 10_000)

    let markdown: String

    /// The page of some meetings' scores. O(resamples · meetings).
    init(_ samples: [MeetingRun.Sample], summarizer: String) {
        let bootstrap = PairedClusterBootstrap(
            resamples: Self.bootstrap.resamples, seed: Self.bootstrap.seed)
        var scores = [["measure (F1)", "meetings"] + MeetingRun.methods]
        var differences = [["measure (F1)", "other", "extract − other", "verdict"]]
        for (index, measure) in MeetingRun.measures.enumerated() {
            let ratios = MeetingRun.methods.indices.map { method in
                samples.map { $0[index][method] }
            }
            scores.append(
                [measure.name, String(samples.count)]
                    + ratios.map { all in
                        let sum = all.reduce(into: RatioOfSums()) { $0.merge($1) }
                        return sum.value.map(Self.score) ?? "–"
                    })
            for (name, base) in zip(MeetingRun.methods, ratios).dropFirst() {
                let verdict = PairedVerdict(ratios[0], against: base, by: bootstrap)
                differences.append([measure.name, name] + Self.cells(verdict))
            }
        }
        markdown = """
            ## Summaries of meetings

            Extract: `\(summarizer)`. One summary of at most \(MeetingRun.words) words of each whole \
            QMSum meeting, without focus, against the annotators' answers to the general questions; the \
            others choose among the same meeting's sentences. ROUGE is a floor, not a ranking. Differences \
            have 95 % bias-corrected and accelerated bootstrap intervals over paired meetings \
            (\(Self.bootstrap.resamples) resamples, seed \(Self.bootstrap.seed)).

            \(Self.table(scores))

            \(Self.table(differences))

            """
    }

    /// The difference with its interval, and what can be said.
    private static func cells(_ verdict: PairedVerdict) -> [String] {
        guard let difference = verdict.difference else { return ["–", verdict.verdict.rawValue] }
        func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + score(value) }
        let interval = difference.interval.map {
            " (\(signed($0.lowerBound)) to \(signed($0.upperBound)))"
        }
        // No difference says nothing without the least one that could have been seen.
        let least = verdict.verdict == .unclear ? verdict.detectable ?? 0 : 0
        return [
            signed(difference.value) + (interval ?? ""),
            verdict.verdict.rawValue + (least > 0 ? ", unseen below \(score(least))" : ""),
        ]
    }

    private static func score(_ value: Double) -> String { DecimalText.fixed(value, decimals: 4) }

    private static func table(_ rows: [[String]]) -> String {
        let rule = rows[0].map { _ in "---" }
        return ([rows[0], rule] + rows.dropFirst())
            .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
