import BoundaryChecks
import Stages

/// Weights of the features of gaps, learned from joined conversations of even numbers.
struct Learning {
    /// Joined conversations of each corpus.
    static let documents = 100

    /// A weight for each feature in thousandths, and the constant.
    let weights: [Int]
    let constant: Int
    /// How many gaps were seen, and joins among them.
    let gaps: Int
    let joins: Int

    /// Learns from corpora, each as good as the others.
    init(_ corpora: [NumberedConversations], seed: UInt64) {
        var examples: [LogisticRegression.Example] = []
        for corpus in corpora {
            for joined in JoinedConversation.draw(Self.documents, of: corpus.even, seed: seed) {
                let joins = Set(joined.joins)
                for (gap, features) in GapFeatures.all(in: joined.messages) {
                    examples.append(
                        LogisticRegression.Example(
                            numbers: GapFeatures.Feature.allCases.map {
                                Double(features[$0]) / 1_000
                            }, isEvent: joins.contains(gap)))
                }
            }
        }
        let regression = LogisticRegression(examples)
        let fitted = regression.weights.map { Int(($0 * 1_000).rounded()) }
        weights = fitted.dropLast()
        let shift = Self.threshold(examples, regression)
        constant = (fitted.last ?? 0) - Int((shift * 1_000).rounded())
        gaps = examples.count
        joins = examples.count(where: \.isEvent)
    }

    /// The logit from which on a gap is a boundary, so that the harmonic mean of precision and recall is
    /// greatest.
    private static func threshold(
        _ examples: [LogisticRegression.Example], _ regression: LogisticRegression
    ) -> Double {
        let judged = examples.map { (logit: regression.logit($0.numbers), isEvent: $0.isEvent) }
            .sorted { $0.logit > $1.logit }
        let events = judged.count(where: \.isEvent)
        var (hits, best, threshold) = (0, 0.0, 0.0)
        for (index, example) in judged.enumerated() {
            if example.isEvent { hits += 1 }
            let mean = 2 * Double(hits) / Double(index + 1 + events)
            if mean > best { (best, threshold) = (mean, example.logit) }
        }
        return threshold
    }
}
