internal import Evaluation
internal import Verdicts

extension Recommendation {
    /// The picture of the candidates and how the Markdown shows it; nil for a single point.
    func picture(
        number: Int, _ commands: CandidateCommands
    ) -> (file: ReportFile, link: String)? {
        let chart = chart(commands)
        guard chart.points.count > 1 else { return nil }
        let path = "decision-\(number).svg"
        return (
            ReportFile(path: path, text: chart.svg), "![\(Markdown.escaped(chart.title))](\(path))"
        )
    }

    /// What the candidates cost and lose, the Pareto-optimal ones by name.
    private func chart(_ commands: CandidateCommands) -> ScatterChart {
        let shown = decision.candidates.filter { $0.status != .rejected }
        return ScatterChart(
            title: "Expected bill and references lost: \(place)", x: "expected bill ($)",
            y: "references lost (%)", points: shown.map { point($0, commands) })
    }

    private func point(
        _ one: Decision.Candidate, _ commands: CandidateCommands
    ) -> ScatterChart.Point {
        let (bill, share) = position(one)
        var point = ScatterChart.Point(
            label: one.setting.label, x: bill, y: share, isMarked: one.isParetoOptimal)
        point.isFirst = one.status == .recommended
        point.note = pointNote(one)
        point.commands = [commands.again(one), commands.inspect(one)].compactMap(\.self)
        guard let distance = distances[one.setting], let best = decision.recommended else {
            return point
        }
        let text = CertaintyText(distance)
        let (first, firstShare) = position(best)
        point.across = text.billEnds.map { first + $0.lowerBound...first + $0.upperBound }
        point.upright = text.referenceEnds.map {
            firstShare + $0.lowerBound...firstShare + $0.upperBound
        }
        return point
    }

    /// Where a candidate's point is: dollars and percent.
    private func position(_ one: Decision.Candidate) -> (bill: Double, lost: Double) {
        (Double(decision.expectedBill(of: one)) / 1e9, one.sums.lostShare * 100)
    }

    /// A point's figures in words.
    private func pointNote(_ one: Decision.Candidate) -> String {
        let bill = Figure.dollars(decision.expectedBill(of: one))
        let lost = Figure.percent(one.sums.referencesLost, of: one.sums.referencesNeeded)
        let text = distances[one.setting].map { CertaintyText($0) }
        let against = text.map {
            ". Against the recommended: \($0.bill); \($0.references) points of references lost"
        }
        return "\(one.setting.label) (\(one.status.name)): expected bill \(bill), references lost "
            + "\(lost)\(against ?? "")."
    }
}
