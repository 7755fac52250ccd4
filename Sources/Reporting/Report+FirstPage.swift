internal import Evaluation
internal import Verdicts

extension Report {
    /// What to use for each window and kind of client, in dollars and in words.
    static func decision(_ subject: Subject) -> Section? {
        let recommendations = subject.recommendations
        guard let first = recommendations.first else { return nil }
        var table = MarkdownTable([
            .text("window, client"), .text("use"), .number("expected bill"),
            .number("bill for sending everything"), .number("references lost (95 %)"),
            .number("requests too long"), .number("too long when everything is sent"),
        ])
        table.rows = recommendations.prefix(FirstPage.mostRows).map(\.overview)
        let left = recommendations.count - table.rows.count
        let more =
            left == 0
            ? []
            : ["\(Figure.count(left, "rows")) more are said below, with their candidates."]
        let points =
            recommendations.prefix(FirstPage.sentences(of: recommendations.count)).map(\.point)
            + otherPrices(subject)
            + [corporaPoint(recommendations), weightPoint(first), naivePoint(recommendations)]
            .compactMap(\.self)
            + summariesPoint(recommendations)
        let picture = first.picture(number: 1, CandidateCommands(subject))
        let measures = "**Speed, caches, savings, latency**: \(Markdown.escaped(first.place)):"
        return Section(
            "What to use",
            [verdict(recommendations), table.text] + [picture?.link].compactMap(\.self) + more
                + [measures] + first.measures.paragraphs
                + [list(points), decisionNote(first.decision.group)],
            pictures: [picture?.file].compactMap(\.self), basis: .bootstrap)
    }

    /// Bounds that keep the decision within sixty lines, which is what somebody reads before scrolling
    /// through tables.
    enum FirstPage {
        /// The most rows of the overview.
        static let mostRows = 8
        /// The most lines about other prices.
        static let mostPrices = 3

        /// How many rows have their sentence on the first page; the others have it with their candidates.
        static func sentences(of rows: Int) -> Int { rows <= 6 ? rows : 3 }
    }

    /// What to use in one line: each recommendation with the rows that it is for, and whether it pays.
    private static func verdict(_ recommendations: [Recommendation]) -> String {
        var names: [String] = []
        for name in recommendations.map(\.advice) where !names.contains(name) { names.append(name) }
        let rows = names.map { name in
            "**\(name)**" + rowsOf(recommendations) { $0.advice == name }
        }
        let compared = recommendations.filter { $0.decision.reference != nil }
        let cheaper = compared.count(where: \.isCheaperThanEverything)
        let saving =
            compared.isEmpty
            ? ""
            : " The expected bill is below that of sending everything in \(cheaper) of "
                + Figure.count(compared.count, "rows") + "."
        return "Use \(rows.joined(separator: "; ")).\(saving)"
    }

    /// Of which rows something holds: of all of a kind of client, or of so many; empty for one row alone.
    private static func rowsOf(
        _ recommendations: [Recommendation], _ holds: (Recommendation) -> Bool
    ) -> String {
        let (those, others) = (
            recommendations.filter(holds), recommendations.filter { !holds($0) }
        )
        guard recommendations.count > 1, let mode = those.first?.decision.group.mode else {
            return ""
        }
        let isOfClient = { (one: Recommendation) in one.decision.group.mode == mode }
        guard !others.isEmpty, those.allSatisfy(isOfClient), !others.contains(where: isOfClient)
        else { return " (\(those.count) of \(Figure.count(recommendations.count, "rows")))" }
        return " for \(mode.rawValue) clients"
    }

    private static func decisionNote(_ group: Decision.Group) -> String {
        """
        *Expected bill*: all prompts \(pricesName(group)), with the provider's prompt cache, \
        requests over the limit priced as if they were served (so is the *bill for sending \
        everything*), and the forecast of what it costs to fetch again what was lost. *References \
        lost*: of the uses of identifiers in recorded answers, those whose identifier stood in an \
        earlier message and no longer in what was sent, with 95 % intervals. What no tool result \
        held cannot be fetched again, and that harm is in no bill. *Requests too long*: over the \
        limit, so that a provider would refuse them. *Use*: (1) only settings that send no malformed \
        request, which a provider would refuse whatever its length; (2) of these, those with the \
        fewest requests too long; (3) of these, those that cost at most 2 % more than the cheapest \
        of them; (4) of these, the one that loses least. Differences are of the whole bills, with 95 \
        % intervals that hold for all settings at once, conversations paired. They show how sure the \
        figures are; the choice does not use them.
        """
    }

    /// What is lost beside naive contexts of the same size: a summary that keeps no more than they do is
    /// not worth its making, which is a warning.
    private static func naivePoint(_ recommendations: [Recommendation]) -> String? {
        let rows = recommendations.compactMap(\.besideNaive)
        guard !rows.isEmpty else { return nil }
        let worse = rows.filter { $0.own > min($0.headTail, $0.random) }.map { row in
            let better =
                row.random < row.own
                ? ("random messages", row.random)
                : ("the first and last messages", row.headTail)
            return
                "\(row.place): what is recommended loses \(Figure.count(row.own)) of "
                + "\(Figure.count(row.needed, "references")), \(better.0) of the same size would lose "
                + Figure.count(better.1)
        }
        let rest = rows.count - worse.count
        let others =
            rest == 0
            ? ""
            : "in \(Figure.count(rest)) of \(Figure.count(rows.count, "rows")) what is recommended loses "
                + "less than the first and last messages, or random ones, of the same size would"
        let title =
            worse.isEmpty
            ? "**Better than methods that read nothing**"
            : "**Warning: worse than methods that read nothing**"
        return title + ", on a sample of requests: "
            + (worse + [others]).filter { !$0.isEmpty }.joined(separator: "; ") + "."
    }

    /// The prices of a group in words.
    private static func pricesName(_ group: Decision.Group) -> String {
        let model = group.priceModel.isEmpty ? nil : "of " + Markdown.code(group.priceModel)
        let rule = group.priceRule.isEmpty ? nil : ruleName(group.priceRule)
        let parts = [model, rule].compactMap(\.self)
        return parts.isEmpty
            ? "at the standard prices" : "at the prices " + parts.joined(separator: " ")
    }

    /// A price rule in words; `standard` is what the model's prices were published with.
    private static func ruleName(_ rule: String) -> String {
        rule == ReplayAxes.standardRule
            ? "by the model's own rule" : "by the rule " + Markdown.code(rule)
    }

    /// What changes under the other prices of the run, a line for each.
    private static func otherPrices(_ subject: Subject) -> [String] {
        guard let usual = subject.recommendations.first?.decision.group else { return [] }
        let others = subject.decisions.filter { one in
            one.group.scope == .all
                && (one.group.priceRule != usual.priceRule
                    || one.group.priceModel != usual.priceModel)
        }
        var names: [String] = []
        for name in others.map({ pricesName($0.group) }) where !names.contains(name) {
            names.append(name)
        }
        let lines = names.prefix(FirstPage.mostPrices).map { name in
            let own = others.filter { pricesName($0.group) == name }
            return "**\(changedPrices(own[0].group, usual)):** "
                + otherPrice(own, subject.recommendations)
        }
        let left = names.count - lines.count
        return left == 0
            ? lines
            : lines.dropLast() + [
                "\(lines.last ?? "") \(Figure.count(left, "prices")) more: `winnow report --format json`."
            ]
    }

    /// What is different about other prices.
    private static func changedPrices(_ group: Decision.Group, _ usual: Decision.Group) -> String {
        let model = group.priceModel == usual.priceModel ? nil : Markdown.code(group.priceModel)
        let rule = group.priceRule == usual.priceRule ? nil : ruleName(group.priceRule)
        let parts = [model.map { "of " + $0 }, rule]
        return "At prices " + parts.compactMap(\.self).joined(separator: " ")
    }

    private static func otherPrice(_ decisions: [Decision], _ recommendations: [Recommendation])
        -> String
    {
        let pairs = recommendations.compactMap {
            recommendation -> (Recommendation, Decision, Decision.Candidate)? in
            let other = decisions.first {
                Recommendation.isSameTask($0.group, recommendation.decision.group)
            }
            guard let other, let best = other.recommended else { return nil }
            return (recommendation, other, best)
        }
        let changed = pairs.filter { recommendation, _, best in
            recommendation.decision.recommended.map { !best.names($0.setting) } ?? true
        }
        let named = changed.prefix(3).map { recommendation, other, best in
            "\(Markdown.escaped(recommendation.place)): \(Markdown.escaped(best.setting.label)) "
                + "(\(Figure.dollars(other.expectedBill(of: best))))"
        }
        let same =
            "the same in \(pairs.count - changed.count) of the \(pairs.count) rows that were tried with it"
        let more = changed.count > named.count ? ["\(changed.count - named.count) more"] : []
        return ([same] + named + more).joined(separator: "; ") + "."
    }

    /// In which rows corpora, or conversations that weigh the same, would choose otherwise.
    private static func corporaPoint(_ recommendations: [Recommendation]) -> String? {
        let rows = recommendations.filter { !$0.disagreements.isEmpty }.map { recommendation in
            let equal = recommendation.disagreements.contains { $0.scope == .allEqual }
            let corpora = recommendation.disagreements.count - (equal ? 1 : 0)
            let parts = [
                corpora > 0
                    ? "\(corpora) of \(Figure.count(recommendation.corpora, "corpora"))" : nil,
                equal ? "conversations weighed equally" : nil,
            ]
            return "\(Markdown.escaped(recommendation.place)): "
                + parts.compactMap(\.self).joined(separator: " and ")
        }
        if rows.isEmpty {
            return recommendations.contains { $0.corpora > 1 }
                ? "**Each corpus alone gives the same advice**, and so does counting every conversation equally."
                : nil
        }
        return
            "**Corpora disagree:** for some of them alone another setting would be chosen (how much it "
            + "differs stands under *The candidates*): "
            + rows.joined(separator: "; ") + "."
    }

    /// That one corpus is most of the sums, if it is.
    private static func weightPoint(_ recommendation: Recommendation) -> String? {
        guard
            let cells = (recommendation.decision.reference ?? recommendation.decision.recommended)?
                .cells,
            cells.count > 1
        else { return nil }
        let bills = cells.map { ($0.cell.corpus.name, ResultSums($0).bill) }
        let whole = bills.reduce(0) { $0 + $1.1 }
        guard let largest = bills.max(by: { $0.1 < $1.1 }), 2 * largest.1 > whole else {
            return nil
        }
        let talks = cells.flatMap { cell in
            cell.conversations.map { (cell.cell.corpus.name(of: $0), Int128($0.bill)) }
        }
        let one = talks.max { $0.1 < $1.1 }.map {
            "; one conversation, \(Markdown.escaped($0.0)), makes up "
                + Figure.percent($0.1, of: whole)
        }
        return "**A few recordings dominate these sums:** of the bill for sending everything, the "
            + "corpus \(Markdown.escaped(largest.0)) makes up "
            + "\(Figure.percent(largest.1, of: whole))\(one ?? "")."
    }

    /// What summaries cost, and would have cost.
    private static func summariesPoint(_ recommendations: [Recommendation]) -> [String] {
        let own = recommendations.compactMap { recommendation -> String? in
            guard let best = recommendation.decision.recommended?.sums, best.summaries > 0 else {
                return nil
            }
            return
                "\(Markdown.escaped(recommendation.place)): \(Figure.dollars(best.summarizerPriced))"
        }
        guard !own.isEmpty else { return [] }
        let sums = recommendations.flatMap(\.decision.candidates).map(\.sums)
        let who =
            sums.allSatisfy { $0.summarizer == 0 }
            ? "these were free, made without a model; "
            : "what models read and wrote is in the bills; "
        return [
            "**Summaries:** \(who)made by the model of the FAST tier they would cost: "
                + own.joined(separator: "; ") + "."
        ]
    }
}
