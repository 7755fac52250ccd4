internal import Evaluation
internal import Statistics
internal import Verdicts

/// The recommendation for one window and kind of client, in words.
struct Recommendation {
    /// The decision over all conversations.
    let decision: Decision
    /// The nearest candidates beside the recommended one.
    let certainties: [DecisionCertainty]
    /// The share of references that the recommended one loses; nil where nothing is recommended.
    let lost: RatioDifference?
    /// The parts of the conversations that would choose another setting.
    let disagreements: [DecisionDisagreement]
    /// How many corpora were decided for alone.
    let corpora: Int
    /// What is recommended, the default and doing nothing in the measures that people ask for first.
    let measures: MeasuresTable
    /// How far the Pareto-optimal candidates, and doing nothing, are from the recommended one.
    let distances: [DecisionSetting: DecisionCertainty]

    /// The recommendations under the run's usual price rule and model, where there is more than one
    /// candidate.
    static func all(of decisions: [Decision]) -> [Recommendation] {
        usual(of: decisions).map { Recommendation($0, among: decisions) }
    }

    /// The decisions that recommendations are of.
    static func usual(of decisions: [Decision]) -> [Decision] {
        guard let usual = decisions.first?.group else { return [] }
        return decisions.filter { one in
            one.group.scope == .all && one.candidates.count > 1
                && one.group.priceRule == usual.priceRule
                && one.group.priceModel == usual.priceModel
        }
    }

    private init(_ decision: Decision, among decisions: [Decision]) {
        self.decision = decision
        lost = decision.recommended.flatMap { decision.referencesLost(by: $0) }
        measures = MeasuresTable(decision)
        let known = decision.certainties
        certainties = known
        let shown = decision.candidates.filter {
            ($0.isParetoOptimal || $0.setting.isOff) && $0.status != .recommended
        }
        distances = Dictionary(
            shown.compactMap { one in
                (known.first { $0.rival.setting == one.setting } ?? decision.certainty(of: one))
                    .map { (one.setting, $0) }
            }, uniquingKeysWith: { first, _ in first })
        disagreements = decision.disagreements(among: decisions)
        corpora = decisions.count { decision.isPart($0) && $0.group.scope != .allEqual }
    }

    /// Whether two decisions are about the same window and kind of client, whatever the prices.
    static func isSameTask(_ one: Decision.Group, _ other: Decision.Group) -> Bool {
        one.contextLimit == other.contextLimit && one.mode == other.mode
    }

    /// The window and the kind of client.
    var place: String { Self.place(of: decision.group) }

    /// The same for a table: a share of the final size is a share without saying so.
    private var shortPlace: String { Self.place(of: decision.group, isShort: true) }

    static func place(of group: Decision.Group, isShort: Bool = false) -> String {
        "\(Report.limitName(group.contextLimit, isShort: isShort)), \(group.mode.rawValue)"
    }

    /// What sending everything costs; a dash where the run does not say.
    var referenceBill: String {
        decision.reference.map { Figure.dollars($0.sums.bill) } ?? Figure.dash
    }

    /// The share of requests that do not fit when everything is sent.
    var referenceNotFitting: String { decision.reference.map(Self.tooLong) ?? Figure.dash }

    /// The share of requests that do not fit.
    private static func tooLong(_ candidate: Decision.Candidate) -> String {
        Figure.percent(candidate.sums.notFitting, of: candidate.sums.requests)
    }
}

extension Recommendation {
    /// The row of the first table.
    var overview: [String] {
        guard let best = decision.recommended else {
            return [
                Markdown.escaped(shortPlace), "none: a provider would refuse requests of each",
                Figure.dash, referenceBill, Figure.dash, Figure.dash, referenceNotFitting,
            ]
        }
        return [
            Markdown.escaped(shortPlace), "**\(Markdown.escaped(best.setting.label))**",
            Figure.dollars(decision.expectedBill(of: best)), referenceBill, shareLost,
            Self.tooLong(best), referenceNotFitting,
        ]
    }

    /// The share of references that the recommended setting loses, with its interval, which is seldom
    /// symmetric.
    private var shareLost: String {
        lost.map { Figure.percent($0.value) + Figure.ends(of: $0.interval) } ?? Figure.dash
    }

    /// What the nearest of the others costs more and loses, and how sure that is.
    private func nearest(to best: Decision.Candidate) -> String {
        let count = best.sums.conversations
        if count < PairedVerdict.fewest {
            return "\(Figure.count(count, "conversations")) are too few to be sure."
        }
        guard let open = nearestRival else { return "Nothing else fits as often." }
        let lost = Figure.percent(
            open.rival.sums.referencesLost, of: open.rival.sums.referencesNeeded)
        return CertaintyText(open).sentence(losing: lost)
    }

    /// The rival of which it is not sure that it costs more; where there is none, the nearest.
    private var nearestRival: DecisionCertainty? {
        certainties.first { $0.bill.verdict != .better } ?? certainties.first
    }
}

extension Recommendation {
    /// What to do, in as few words as there are.
    var advice: String {
        guard let best = decision.recommended else { return "nothing that was tried" }
        return Markdown.escaped(best.setting.label)
            + (best.setting.isOff ? ": send everything" : "")
    }

    /// Whether what is recommended costs less than sending everything.
    var isCheaperThanEverything: Bool {
        guard let best = decision.recommended, let off = decision.reference else { return false }
        return decision.expectedBill(of: best) < off.sums.bill
    }

    /// What to do, as a point of a list.
    var point: String { "**\(Markdown.escaped(place)):** \(sentence)" }

    /// What to do, in a sentence or two.
    var sentence: String {
        guard let best = decision.recommended else {
            return "No setting can be used: a provider would refuse requests of each."
        }
        let parts = [
            best.setting.isOff ? sendEverything(best) : use(best), costOfFitting(best),
            nearest(to: best),
        ]
        return parts.compactMap(\.self).joined(separator: " ")
    }

    private func sendEverything(_ best: Decision.Candidate) -> String {
        let over = best.sums.notFitting
        let fits =
            over == 0
            ? "every request fits"
            : "\(Figure.count(over, "requests")) do not fit, nor do they with any other setting"
        let next = decision.candidates.dropFirst().first.map { other in
            "; " + Markdown.escaped(other.setting.label) + " sends "
                + Figure.percent(other.sums.saved, of: other.sums.recorded)
                + " fewer tokens and costs \(extra(other, than: best)) more"
        }
        return "**Send everything**: \(referenceBill), nothing costs less, \(fits)\(next ?? "")."
    }

    private func use(_ best: Decision.Candidate) -> String {
        let own = decision.expectedBill(of: best)
        let reference = decision.reference.map { off in
            let all =
                "sending everything (\(Figure.dollars(off.sums.bill)), "
                + "\(Figure.count(off.sums.notFitting, "requests")) of it too long)"
            return own <= off.sums.bill
                ? ": \(Figure.dollars(own)) instead of " + all
                : " if requests must fit: \(Figure.dollars(own)), "
                    + "\(Figure.dollars(own - off.sums.bill)) more than " + all
        }
        return
            "Use **\(Markdown.escaped(best.setting.label))**\(reference ?? ": " + Figure.dollars(own)); it "
            + loss(of: best) + (gentler.map { "; " + $0 } ?? "") + "."
    }

    private func loss(of best: Decision.Candidate) -> String {
        let sums = best.sums
        if sums.referencesNeeded == 0 { return "loses nothing that answers refer to" }
        guard sums.referencesLost > 0, lost != nil else { return "loses no later references" }
        return "loses \(shareLost) of "
            + Figure.count(sums.referencesNeeded, "later references") + unfetchable(sums)
    }

    /// What of the loss is in no bill.
    private func unfetchable(_ sums: ResultSums) -> String {
        sums.unfetchable == 0
            ? ""
            : " (of the lost ones \(Figure.percent(sums.unfetchable, of: sums.referencesLost)) can never be "
                + "fetched again, and no bill includes that harm)"
    }

    /// The Pareto-optimal candidate that loses least, with what it costs more.
    private var gentler: String? {
        guard let best = decision.recommended else { return nil }
        let other = decision.candidates.filter {
            $0.isParetoOptimal && $0.sums.referencesLost < best.sums.referencesLost
        }.min { $0.sums.referencesLost < $1.sums.referencesLost }
        // The next one is told in a sentence of its own.
        return other.flatMap { other in
            if other.setting == nearestRival?.rival.setting { return nil }
            let lost = Figure.percent(other.sums.referencesLost, of: other.sums.referencesNeeded)
            let name = other.setting.isOff ? "sending everything" : other.setting.label
            return
                "\(Markdown.escaped(name)) loses least, \(lost), for \(extra(other, than: best)) more "
                + "than that"
        }
    }

    /// What is paid for requests that fit, where only that makes the recommended setting dearer.
    private func costOfFitting(_ best: Decision.Candidate) -> String? {
        decision.withoutFitting.map { other in
            let more = Figure.count(other.sums.notFitting - best.sums.notFitting)
            // What sending everything costs is said before.
            if other.setting.isOff { return "In return \(more) more requests fit." }
            return "With *\(Markdown.escaped(other.setting.label))* you would pay "
                + "\(extra(best, than: other)) less, but \(more) more requests would be too long."
        }
    }

    private func extra(_ one: Decision.Candidate, than other: Decision.Candidate) -> String {
        Figure.dollars(decision.expectedBill(of: one) - decision.expectedBill(of: other))
    }
}

extension Recommendation {
    /// How many references the recommended setting loses beside two naive contexts of the same size, and
    /// how many there are in the sample of requests that is judged; nil where there is none.
    var besideNaive: (place: String, needed: Int, own: Int, headTail: Int, random: Int)? {
        guard let cells = decision.recommended?.cells else { return nil }
        let needed = cells.keptOnSample("needed")
        guard needed > 0 else { return nil }
        return (
            Markdown.escaped(place), needed, needed - cells.keptOnSample("own"),
            needed - cells.keptOnSample("headtail"), needed - cells.keptOnSample("random")
        )
    }
}

extension Decision.Candidate {
    /// Whether no other candidate that fits as often costs as little and loses as little.
    var isParetoOptimal: Bool {
        switch status {
        case .recommended, .withinTwoPercent, .dearer: true
        case .dominated, .fitsLessOften, .rejected, .reference: false
        }
    }
}
