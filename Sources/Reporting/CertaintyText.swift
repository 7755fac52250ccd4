internal import Evaluation
internal import Statistics
internal import Verdicts

/// How a candidate's expected bill and lost references differ from the recommended one's, in words.
struct CertaintyText {
    private let certainty: DecisionCertainty
    /// Intervals are of a mean over conversations; people think of the whole bill.
    private let count: Double

    init(_ certainty: DecisionCertainty) {
        self.certainty = certainty
        count = Double(certainty.bill.clusters)
    }

    /// The difference of the whole bills with its interval, and where that spans zero what could not have
    /// been seen.
    var bill: String {
        plainBill + unseen(certainty.bill) { Figure.dollars($0 * count) }
    }

    private var plainBill: String {
        guard let difference = certainty.bill.difference else { return Figure.dash }
        let ends = difference.interval.map {
            " (\(Figure.signedDollars($0.lowerBound * count)) to "
                + "\(Figure.signedDollars($0.upperBound * count)))"
        }
        return Figure.signedDollars(difference.value * count) + (ends ?? "")
    }

    /// The least difference that could have been seen, where none was; nothing where both are the same in
    /// every conversation.
    private func unseen(_ verdict: PairedVerdict, _ text: (Double) -> String) -> String {
        guard verdict.verdict == .unclear, let least = verdict.detectable, least > 0 else {
            return verdict.verdict == .tooFew ? ", n too small" : ""
        }
        return ", unseen below \(text(least))"
    }

    /// The size of a difference that is sure to be more or to be less, with its interval.
    private func amount(_ direction: String) -> String {
        guard let difference = certainty.bill.difference, let interval = difference.interval else {
            return Figure.dash
        }
        let ends = [interval.lowerBound, interval.upperBound].map { $0.magnitude * count }.sorted()
        return Figure.dollars(difference.value.magnitude * count)
            + " \(direction) (95 %: \(Figure.dollars(ends[0])) to \(Figure.dollars(ends[1])))"
    }

    /// The difference of the shares of references lost, in points of percent, with its interval.
    var references: String {
        guard let difference = certainty.references.difference else { return Figure.dash }
        let ends = difference.interval.map {
            " (\(PairedText.points($0.lowerBound)) to \(PairedText.points($0.upperBound)))"
        }
        return PairedText.points(difference.value) + (ends ?? "")
            + unseen(certainty.references) { Figure.significant($0 * 100, 2) }
    }

    /// The interval of the difference of the whole bills, in dollars; nil where conversations are too few.
    var billEnds: ClosedRange<Double>? {
        guard certainty.bill.clusters >= PairedVerdict.fewest,
            let interval = certainty.bill.difference?.interval
        else { return nil }
        let scale = count / 1e9
        return interval.lowerBound * scale...interval.upperBound * scale
    }

    /// The interval of the difference of the references lost, in points of percent.
    var referenceEnds: ClosedRange<Double>? {
        guard certainty.references.clusters >= PairedVerdict.fewest,
            let interval = certainty.references.difference?.interval
        else { return nil }
        return interval.lowerBound * 100...interval.upperBound * 100
    }

    /// What the rival, which loses such a share of the references, costs more, and how sure that is.
    func sentence(losing lost: String) -> String {
        "The nearest other setting is *\(Markdown.escaped(certainty.rival.setting.label))*, which loses "
            + "\(lost) and "
            + comparison + "."
    }

    private var comparison: String {
        switch certainty.bill.verdict {
        case .better: return "costs \(amount("more"))"
        case .worse: return "costs \(amount("less")), within 2 %"
        case .tooFew: return "differs by \(plainBill): too few conversations to be sure"
        case .unclear:
            let seen = certainty.bill.detectable.map {
                ": these conversations reliably show only differences above "
                    + Figure.dollars($0 * count)
            }
            return "differs by \(plainBill), which may be chance\(seen ?? "")"
        }
    }
}
