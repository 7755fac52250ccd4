package import Evaluation
internal import Statistics

/// What is said about a claim.
package enum ClaimVerdict: String, Hashable, Sendable, CaseIterable {
    /// The whole 95 % interval is on the right side.
    case holds
    /// The whole interval is on the wrong side.
    case fails
    /// Neither, or there is too little evidence.
    case unproven
    /// Nothing here can show it.
    case notMeasurable = "not measurable here"
    /// The evidence is of another program or other recordings.
    case stale
}

/// A claim with what was found.
package struct ClaimJudgement: Hashable, Sendable {
    /// The claim.
    package let claim: Claim
    /// What is said.
    package fileprivate(set) var verdict: ClaimVerdict
    /// The measured value, in the claim's unit; nil without evidence.
    package fileprivate(set) var value: Double?
    /// The 95 % interval; nil where there is none.
    package fileprivate(set) var interval: ClosedRange<Double>?
    /// The run that it rests on; nil without one.
    package fileprivate(set) var run: String?
    /// What it rests on, for people: run, cells, conversations; or what is missing.
    package fileprivate(set) var basis: String
}

/// Judges claims by stored runs.
package struct ClaimJudge: Sendable {
    /// The fewest conversations for a verdict: below, an interval from resampling them is too narrow.
    package static let fewestConversations = 20

    /// SHA-256 of the program whose results count.
    package let buildFingerprint: String
    /// The corpora whose results count, by hash.
    package let corpora: Set<String>

    /// A judge for a program and the corpora there are.
    package init(buildFingerprint: String, corpora: Set<String>) {
        self.buildFingerprint = buildFingerprint
        self.corpora = corpora
    }

    /// The cells that a claim names and a run has none of; nil if it has all. Such a claim is misspelt.
    package func missingCells(for claim: Claim, in run: ClaimRun) -> [Matrix.Axis]? {
        guard let evidence = claim.evidence else { return nil }
        let named = [evidence.cells] + (evidence.against.isEmpty ? [] : [evidence.baseCells])
        return named.first { run.results($0).isEmpty }
    }

    /// The judgement on a claim by the run of its matrix; nil stands for none.
    package func judgement(on claim: Claim, by run: ClaimRun?) -> ClaimJudgement {
        var judgement = ClaimJudgement(claim: claim, verdict: .unproven, basis: "no run")
        guard let evidence = claim.evidence else {
            judgement.verdict = .notMeasurable
            judgement.basis = claim.obstacle?.reason ?? ""
            return judgement
        }
        guard let run else { return judgement }
        let results = run.results(evidence.cells)
        judgement.run = run.record.description.id
        judgement.basis = "run \(run.record.description.id), \(results.count) cells"
        guard !results.isEmpty else { return judgement }
        if let ratio = evidence.figure.ratio {
            let base = evidence.against.isEmpty ? results : run.results(evidence.baseCells)
            judge(ClaimClusters(ratio, results, base, evidence), evidence, &judgement)
        } else if case .quantile(let name, let metric) = evidence.figure {
            let samples = Samples(results.lazy.flatMap { $0.samples(of: metric) })
            judge(samples, name, evidence, &judgement)
        }
        if let interval = judgement.interval {
            judgement.verdict = evidence.predicate.verdict(on: interval)
        }
        if run.record.description.program.buildFingerprint != buildFingerprint
            || !results.allSatisfy({ corpora.contains($0.cell.corpus.hash) })
        {
            judgement.verdict = .stale
            judgement.basis += ", of another program or other recordings"
        }
        return judgement
    }

    private func judge(
        _ clusters: ClaimClusters, _ evidence: Claim.Evidence, _ judgement: inout ClaimJudgement
    ) {
        judgement.basis += ", \(clusters.informative) conversations"
        if !clusters.unmeasured.isEmpty {
            let names = clusters.unmeasured.joined(separator: ", ")
            judgement.basis += ", which did not measure \(names)"
        }
        guard let found = clusters.estimate(evidence.figure) else { return }
        func scaled(_ value: Double) -> Double {
            (evidence.isComplement ? 1 - value : value) * evidence.scale
        }
        judgement.value = scaled(found.value)
        guard clusters.informative >= Self.fewestConversations else {
            judgement.basis += ", too few"
            return
        }
        judgement.interval = found.interval.map {
            let ends = [scaled($0.lowerBound), scaled($0.upperBound)].sorted()
            return ends[0]...ends[1]
        }
    }

    private func judge(
        _ samples: Samples, _ name: String, _ evidence: Claim.Evidence,
        _ judgement: inout ClaimJudgement
    ) {
        judgement.basis += ", \(samples.count) requests"
        guard let quantile = Quantile(rawValue: name) else { return }
        judgement.value = samples.value(at: quantile).value.map { Double($0) * evidence.scale }
        judgement.interval = samples.interval(of: quantile).map {
            Double($0.lowerBound) * evidence.scale...Double($0.upperBound) * evidence.scale
        }
        if judgement.interval == nil { judgement.basis += ", too few" }
    }
}

extension Claim.Predicate {
    /// What an interval says: that it holds or fails only where the whole of it does.
    fileprivate func verdict(on interval: ClosedRange<Double>) -> ClaimVerdict {
        switch self {
        case .atLeast(let least):
            interval.lowerBound >= least
                ? .holds : interval.upperBound < least ? .fails : .unproven
        case .atMost(let most):
            interval.upperBound <= most
                ? .holds : interval.lowerBound > most ? .fails : .unproven
        }
    }
}

/// A run that claims are judged by.
package struct ClaimRun: Sendable {
    /// What it measured.
    package let record: RunRecord
    /// The first value of every axis of its matrix: what an axis has that a claim does not name.
    private let usual: [Matrix.Axis]

    /// A run whose matrix can be read; of another one only what a claim names decides.
    package init(_ record: RunRecord) {
        self.record = record
        usual = record.description.work.matrix.parsed?.usualValues ?? []
    }

    /// The cells at some values of axes, and at the usual ones of all others.
    func results(_ cells: [Matrix.Axis]) -> [CellResult] {
        let conditions = cells.conditions(usual: usual)
        return record.results.filter { $0.cell.meets(conditions) }
    }
}

extension Matrix {
    /// The first value of every axis.
    package var usualValues: [Axis] {
        axes.map { Axis(name: $0.name, values: [$0.values[0]]) }
            // Cells name the rule that `standard` stands for; where a matrix says no more, all have one.
            .filter { $0.values != [ReplayAxes.standardRule] || $0.name != ReplayAxes.priceRule }
    }

    /// The cells of a plan that a claim picks by its values of axes.
    package func cells(_ picked: [Axis], of plan: Plan) -> [Cell] {
        let conditions = picked.conditions(usual: usualValues)
        return plan.cells.filter { $0.meets(conditions) }
    }
}

extension [Matrix.Axis] {
    /// What a cell has to have: the values named here, and the usual ones of axes that are not.
    fileprivate func conditions(usual: [Matrix.Axis]) -> [Matrix.Axis] {
        let named = map(\.name)
        return filter { $0.values != ["all"] } + usual.filter { !named.contains($0.name) }
    }
}

extension Cell {
    /// Whether the cell has one of the values of each axis.
    fileprivate func meets(_ conditions: [Matrix.Axis]) -> Bool {
        conditions.allSatisfy { axis in value(of: axis.name).map(axis.values.contains) ?? false }
    }
}
