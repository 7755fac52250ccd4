import Evaluation
import Statistics
import Testing
import Verdicts

/// What holds of every decision, whatever the results.
@Suite struct DecisionPropertyTests {
    /// Random cells of two corpora: policies, sizes of chunks, faults, counters, price rules, modes.
    private func cells(_ random: inout SeededGenerator) -> [CellResult] {
        var results: [CellResult] = []
        let sizes = ["a": random.next(in: 1...4), "b": random.next(in: 1...4)]
        let settings = [
            [:], ["chunks.size": "16"], ["price.rule": "none"],
            ["condensation.summarizer": "faulty"], ["counter": "characters/4"],
            ["cache.count": "off"],
        ]
        for corpus in ["a", "b"] {
            for policy in ["off", "chunked", "full", "legacy", "compaction"] {
                for setting in settings where random.next(below: 8) > 0 {
                    let mode = ReplayMode.allCases[random.next(below: 8) == 0 ? 1 : 0]
                    let cell = DecisionCells.cell(policy, setting, corpus: corpus, mode: mode)
                    let conversations = (0..<(sizes[corpus] ?? 1)).map { _ in figures(&random) }
                    results.append(DecisionCells.result(cell, conversations))
                }
            }
        }
        return results
    }

    /// Few different values, so that ties and bills that are 2 % apart are frequent.
    private func figures(_ random: inout SeededGenerator) -> DecisionCells.Figures {
        DecisionCells.Figures(
            bill: Int64(98 + random.next(below: 6)) * 1_000, refetch: Int64(random.next(below: 3)),
            lost: random.next(below: 4), notFitting: random.next(below: 8) == 0 ? 1 : 0,
            rejected: random.next(below: 25) == 0 ? 1 : 0)
    }

    private func isUnfit(_ cell: Cell) -> Bool {
        ["faulty", "characters/4"].contains { value in
            cell.configuration.contains { $0.value == value }
        } || cell.configuration.contains(AxisValue(axis: "cache.count", value: "off"))
    }

    @Test(arguments: 0..<300)
    func `the recommended setting is not dominated, and never 2 percent dearer`(seed: UInt64) {
        var random = SeededGenerator(seed: seed, name: "decisions")
        for decision in DecisionCells.decisions(cells(&random)) {
            let sound = decision.candidates.filter { $0.sums.rejected == 0 }
            #expect((decision.recommended == nil) == sound.isEmpty)
            guard let best = decision.recommended else { continue }
            let fewest = sound.map(\.sums.notFitting).min()
            #expect(best.sums.notFitting == fewest && best.sums.rejected == 0 && best.place == 1)
            let fitting = sound.filter { $0.sums.notFitting == fewest }
            let bills = fitting.map { bill(of: $0, decision) }
            let own = bill(of: best, decision)
            #expect(bills.allSatisfy { 100 * own <= 102 * $0 })
            for (other, bill) in zip(fitting, bills) where bill <= own {
                let isLess =
                    bill < own || other.sums.referencesLost < best.sums.referencesLost
                #expect(!isLess || other.sums.referencesLost > best.sums.referencesLost)
            }
        }
    }

    /// What decides, worked out from the records anew; with equal weights from exact fractions.
    private func bill(of candidate: Decision.Candidate, _ decision: Decision) -> Int128 {
        let conversations = candidate.cells.flatMap(\.conversations)
        guard decision.group.scope == .allEqual else {
            return conversations.reduce(0) { $0 + Int128($1.bill) + Int128($1.refetchBill) }
        }
        let off = decision.reference?.cells.flatMap(\.conversations) ?? []
        return zip(conversations, off).reduce(0) { sum, pair in
            let share = Double(pair.0.bill + pair.0.refetchBill) / Double(pair.1.bill)
            return sum + Int128((share * 1e9).rounded())
        }
    }

    @Test(arguments: 0..<100)
    func `faults, estimates and price rules are never candidates`(seed: UInt64) {
        var random = SeededGenerator(seed: seed, name: "unfit")
        let results = cells(&random)
        for decision in DecisionCells.decisions(results) {
            let cells = decision.candidates.flatMap(\.cells).map(\.cell)
            #expect(!cells.contains(where: isUnfit))
            let rules = Set(cells.flatMap(\.configuration).filter { $0.axis == "price.rule" })
            #expect(rules.map(\.value) == [decision.group.priceRule])
            let texts = Set(results.map(\.cell.configurationText))
            #expect(decision.rows.allSatisfy { texts.contains($0.configurationText) })
            #expect(!decision.rows.contains { $0.label.contains("price") })
        }
    }

    @Test(arguments: 0..<100)
    func `the order of cells changes nothing`(seed: UInt64) {
        var random = SeededGenerator(seed: seed, name: "order")
        let results = cells(&random)
        var shuffled = results
        random.shuffle(&shuffled)
        let (one, other) = (DecisionCells.decisions(results), DecisionCells.decisions(shuffled))
        #expect(one.flatMap(\.rows) == other.flatMap(\.rows))
        #expect(one.map(\.incomparable) == other.map(\.incomparable))
        #expect(one.map(\.leftOut) == other.map(\.leftOut))
    }
}
