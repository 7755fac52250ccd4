internal import Evaluation
internal import Statistics
internal import Verdicts

extension Report {
    /// Every candidate of each decision beside the recommended one.
    static func candidates(_ subject: Subject) -> Section? {
        var paragraphs: [String] = []
        var pictures: [ReportFile] = []
        let commands = CandidateCommands(subject)
        for (place, recommendation) in subject.recommendations.enumerated() {
            paragraphs.append("### " + Markdown.escaped(recommendation.place))
            if place >= FirstPage.sentences(of: subject.recommendations.count) {
                paragraphs.append(recommendation.sentence)
            }
            paragraphs.append(recommendation.table(isWhole: subject.isPage))
            paragraphs +=
                recommendation.notes + [recommendation.disagreementTable].compactMap(\.self)
            // The first picture and the first measures stand on the first screen.
            guard place > 0 else { continue }
            if let picture = recommendation.picture(number: place + 1, commands) {
                paragraphs.append(picture.link)
                pictures.append(picture.file)
            }
            paragraphs.append(recommendation.closedMeasures)
        }
        guard !paragraphs.isEmpty else { return nil }
        return Section(
            "The candidates", [candidatesNote] + paragraphs, pictures: pictures, basis: .bootstrap)
    }

    private static let candidatesNote = """
        A row is a policy with the settings that differ from the first value of their axis. *Dominated*: \
        another candidate fits as often, costs as little and loses as little, and one of both is less. \
        *Recoverable* references can be brought back by a placeholder, which the refetch forecast \
        prices. *Unseen below*: the interval holds zero, and a smaller difference would have been found \
        in fewer than four of five such comparisons, so that none is proven. *Tokens saved* are a share of what the recording would send. *Competitive ratio*: the \
        bill ⁄ the least bill in hindsight of the same policy's contexts. Times are advisory.
        """
}

extension Recommendation {
    /// The most rows of a table in Markdown: more than a reader compares, the page has all.
    private static let mostRows = 12

    /// The candidates by place, what everything costs always among them.
    func table(isWhole: Bool) -> String {
        var table = MarkdownTable([
            .number("place"), .text("setting"), .text("status"), .number("expected bill"),
            .number("of it refetch"), .text("against the first (95 % for all)"),
            .number("references lost"), .text("points against the first (95 % for all)"),
            .number("recoverable"), .number("not fitting"), .number("rejected"),
            .number("tokens saved"), .number("competitive ratio"), .number("added p99 (advisory)"),
        ])
        let all = decision.candidates
        let shown = isWhole ? all[...] : all.prefix(Self.mostRows)
        let off = all.dropFirst(shown.count).filter(\.setting.isOff)
        table.rows = (shown + off).map(row)
        let left = all.dropFirst(shown.count).filter { !$0.setting.isOff }
        guard !left.isEmpty else { return table.text }
        let dominated = left.count { if case .dominated = $0.status { true } else { false } }
        return table.text
            + "\n\nAnd \(Figure.count(left.count)) more, \(Figure.count(dominated)) of them dominated "
            + "(`report.html` has all)."
    }

    private func row(_ one: Decision.Candidate) -> [String] {
        let sums = one.sums
        let certainty =
            certainties.first { $0.rival.setting == one.setting } ?? distances[one.setting]
        let text = certainty.map { CertaintyText($0) }
        let latency = Samples(one.cells.lazy.flatMap { $0.samples(of: .addedLatency) })
        return [
            Figure.count(one.place), name(of: one), status(of: one),
            Figure.dollars(decision.expectedBill(of: one)), Figure.dollars(sums.refetchBill),
            text?.bill ?? Figure.dash,
            Figure.percent(sums.referencesLost, of: sums.referencesNeeded),
            text?.references ?? Figure.dash,
            Figure.percent(sums.referencesRecoverable, of: sums.referencesNeeded),
            Figure.count(sums.notFitting), Figure.count(sums.rejected),
            Figure.percent(sums.saved, of: sums.recorded),
            sums.competitiveRatio.map { Figure.significant($0, 3) } ?? Figure.dash,
            latency.count == 0 ? Figure.dash : Figure.duration(latency.value(at: .p99)),
        ]
    }

    /// The most settings of the same figures that are named.
    private static let mostSame = 3

    private func name(of one: Decision.Candidate) -> String {
        let named = one.same.prefix(Self.mostSame).map { Markdown.escaped($0.label) }
        let more = one.same.count - named.count
        let all = named + (more > 0 ? ["\(Figure.count(more)) more"] : [])
        return Markdown.escaped(one.setting.label)
            + (all.isEmpty ? "" : " (the same: \(all.joined(separator: "; ")))")
    }

    private func status(of one: Decision.Candidate) -> String {
        switch one.status {
        case .recommended: "**recommended**"
        case .dominated(let other) where other == decision.recommended?.setting:
            "dominated by the first"
        default: Markdown.escaped(one.status.name)
        }
    }

    /// What could not be compared.
    var notes: [String] {
        let lacking = decision.incomparable.map {
            "\(Markdown.escaped($0.setting.label)) lacks \(Figure.count($0.lacking, "conversations"))"
        }
        let left = Figure.count(decision.leftOut, "conversations")
        return [
            lacking.isEmpty ? nil : "Not comparable: \(lacking.joined(separator: "; ")).",
            decision.leftOut == 0
                ? nil : "\(left) were tried with some settings only, and decide nothing here.",
            decision.reference == nil ? "The run has no cells that send everything." : nil,
        ].compactMap(\.self)
    }

    /// Who would choose another setting, and what the recommended one costs there; nil if nobody would.
    var disagreementTable: String? {
        guard !disagreements.isEmpty, let best = decision.recommended else { return nil }
        let name = Markdown.escaped(best.setting.label)
        var table = MarkdownTable([
            .text("recordings"), .text("would choose"), .number("\(name) costs more there"),
            .number("loses more references"), .number("has more requests too long"),
        ])
        table.rows = disagreements.map { one in
            let isWeighed = one.scope == .allEqual
            let bill = one.extraBill.map { isWeighed ? share($0) : dollars($0) } ?? Figure.dash
            return [
                isWeighed ? "conversations weighed equally" : Markdown.escaped(one.scope.name),
                Markdown.escaped(one.choice.setting.label),
                one.isRejected ? "rejected there" : bill, Figure.count(one.extraLost),
                Figure.count(one.extraNotFitting),
            ]
        }
        return table.text
    }

    private func dollars(_ extra: Int128) -> String { Figure.signedDollars(Double(extra)) }

    /// Weighed dollars are nobody's: a share of the bill for sending everything, which is the same sum
    /// in both ways of weighing.
    private func share(_ extra: Int128) -> String {
        guard let whole = decision.reference?.sums.bill, whole > 0 else { return Figure.dash }
        return Figure.signedPercent(Double(extra) / Double(whole)) + " of sending everything"
    }
}

extension Recommendation {
    /// The four measures, closed until they are asked for.
    fileprivate var closedMeasures: String {
        Markdown.details(
            "Speed, caches, savings, latency: \(place)",
            measures.paragraphs.joined(separator: "\n\n"))
    }
}

/// The commands that show what a candidate of a decision did.
struct CandidateCommands {
    private let run: String
    private let command: RunCommandText
    /// What tells a cell from others; nil for everything.
    private let axes: Set<String>?
    private let options: [String]

    init(_ subject: Report.Subject) {
        run = subject.record.description.id
        command = subject.command
        axes = subject.tellingAxes
        options = subject.inspectOptions
    }

    /// The command that replays the candidate's cells; nil where it has none.
    func again(_ one: Decision.Candidate) -> String? {
        one.cells.first.map { command.replaying($0.cell.filterText(axes: axes)) }
    }

    /// The command that shows the conversation which loses most references with the candidate, or costs
    /// most where none loses any; nil where there is no conversation.
    func inspect(_ one: Decision.Candidate) -> String? {
        var worst: (cell: Cell, result: ConversationResult)?
        for cell in one.cells {
            for result in cell.conversations where result.requests > 0 {
                let most = worst.map { ($0.result.referencesLost, $0.result.expectedBill) }
                if most.map({ $0 < (result.referencesLost, result.expectedBill) }) ?? true {
                    worst = (cell.cell, result)
                }
            }
        }
        return worst.map {
            $0.cell.inspectCommand($0.result, run: run, axes: axes, options: options)
        }
    }
}
