internal import Evaluation
internal import Statistics

/// A paired verdict on savings in words, in points of percent.
struct PairedText {
    private let verdict: PairedVerdict

    init?(_ verdict: PairedVerdict?) {
        guard let verdict else { return nil }
        self.verdict = verdict
    }

    /// A share in points of percent, with its sign.
    static func points(_ share: Double) -> String {
        (share > 0 ? "+" : "") + Figure.significant(share * 100, 2)
    }

    /// The difference with its interval.
    var interval: String {
        guard let difference = verdict.difference else { return Figure.dash }
        let ends = difference.interval.map {
            " (\(Self.points($0.lowerBound)) to \(Self.points($0.upperBound)))"
        }
        return Self.points(difference.value) + (ends ?? "")
    }

    /// In how many conversations there is more, the same, less.
    var conversations: String {
        guard let difference = verdict.difference else { return Figure.dash }
        return [difference.higher, difference.equal, difference.lower].map { Figure.count($0) }
            .joined(separator: " / ")
    }

    /// How sure it is that the one that saves more in sum really does.
    func sentence(against other: String) -> String {
        let figures = "\(interval) points more than \(other)"
        let of = "in \(Figure.count(verdict.clusters, "conversations"))"
        switch verdict.verdict {
        case .better: return "sure: \(figures) \(of)"
        case .worse: return "**more in sum only**: \(figures) \(of)"
        case .tooFew: return "too few conversations to say: \(figures) \(of)"
        case .unclear: return "either will do: \(figures) \(of)" + detectable
        }
    }

    /// The difference that would have been found in four of five such experiments: the interval's half,
    /// and 0.84 standard errors more.
    private var detectable: String {
        guard let interval = verdict.difference?.interval else { return "" }
        let half = (interval.upperBound - interval.lowerBound) / 2
        let errors = NormalDistribution.quantile((1 + verdict.confidence) / 2)
        let seen = half * (1 + NormalDistribution.quantile(0.8) / errors)
        return "; \(Figure.significant(seen * 100, 2)) points would have been seen"
    }
}
