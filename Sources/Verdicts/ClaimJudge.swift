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

/// A run that claims are judged by.
package struct ClaimRun: Sendable {
    /// What it measured.
    package let record: RunRecord
    /// The first value of every axis of its matrix: what an axis has that a claim does not name.
    private let usual: [Matrix.Axis]

    /// A run whose matrix can be read; of another one only what a claim names decides.
    package init(_ record: RunRecord) {
        self.record = record
        let matrix = try? Matrix(
            yaml: Array(record.description.matrix.utf8), file: "matrix",
            corpora: record.description.corpora.map(\.identity.name), check: SettingAxes())
        usual = matrix?.axes.map { Matrix.Axis(name: $0.name, values: [$0.values[0]]) } ?? []
    }

    /// The cells at some values of axes, and at the usual ones of all others.
    func rows(_ cells: [Matrix.Axis]) -> [CellResult] {
        let named = cells.map(\.name)
        let conditions =
            cells.filter { $0.values != ["all"] }
            + usual.filter { !named.contains($0.name) }
        return record.results.filter { result in
            conditions.allSatisfy { axis in
                result.cell.value(of: axis.name).map(axis.values.contains) ?? false
            }
        }
    }
}

/// Judges claims by stored runs.
package struct ClaimJudge: Sendable {
    /// The fewest conversations, or of quantiles the samples that they need, for a verdict.
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

    /// Whether a run has a cell that a claim speaks of; one without any is misspelt.
    package func hasCells(for claim: Claim, in run: ClaimRun) -> Bool {
        guard let evidence = claim.evidence else { return true }
        return !run.rows(evidence.cells).isEmpty
    }

    /// The judgement on a claim by the run of its matrix; nil stands for none.
    package func judgement(on claim: Claim, by run: ClaimRun?) -> ClaimJudgement {
        var judgement = ClaimJudgement(claim: claim, verdict: .unproven, basis: "no run")
        guard let evidence = claim.evidence else {
            judgement.verdict = .notMeasurable
            judgement.basis = claim.unmeasurable ?? ""
            return judgement
        }
        guard let run else { return judgement }
        let rows = run.rows(evidence.cells)
        judgement.run = run.record.description.id
        judgement.basis = "run \(run.record.description.id), \(rows.count) cells"
        guard !rows.isEmpty else { return judgement }
        let others = evidence.against.map(\.name)
        let base = evidence.cells.filter { !others.contains($0.name) } + evidence.against
        judge(rows, against: run.rows(base), evidence, &judgement)
        if run.record.description.buildFingerprint != buildFingerprint
            || !rows.allSatisfy({ corpora.contains($0.cell.corpus.hash) })
        {
            judgement.verdict = .stale
            judgement.basis += ", of another program or other recordings"
        }
        return judgement
    }

    private func judge(
        _ rows: [CellResult], against base: [CellResult], _ evidence: Claim.Evidence,
        _ judgement: inout ClaimJudgement
    ) {
        switch evidence.figure {
        case .ratio(let numerator, let denominator, let isComplement):
            let clusters = Self.clusters(rows, numerator, base, denominator)
            judgement.basis += ", \(clusters.count) conversations"
            let found = PairedClusterBootstrap(seed: 0).difference(over: clusters)
            let scaled: (Double) -> Double = { (isComplement ? 1 - $0 : $0) * evidence.scale }
            judgement.value = found.map { scaled($0.value) }
            judgement.interval = found?.interval.map {
                let ends = [scaled($0.lowerBound), scaled($0.upperBound)].sorted()
                return ends[0]...ends[1]
            }
            let informative = clusters.count { $0.head.denominator > 0 }
            if informative < Self.fewestConversations {
                judgement.interval = nil
                judgement.basis += ", too few"
            }
        case .latency(let name):
            let samples = Samples(rows.lazy.flatMap { $0.samples(of: .addedLatency) })
            judgement.basis += ", \(samples.count) requests"
            guard let quantile = Quantile(rawValue: name) else { return }
            judgement.value = samples.value(at: quantile).value.map { Double($0) * evidence.scale }
            judgement.interval = samples.interval(of: quantile).map {
                Double($0.lowerBound) * evidence.scale...Double($0.upperBound) * evidence.scale
            }
        }
        if let interval = judgement.interval {
            judgement.verdict = Self.verdict(evidence.predicate, interval)
        }
    }

    private static func verdict(
        _ predicate: Claim.Predicate, _ interval: ClosedRange<Double>
    ) -> ClaimVerdict {
        switch predicate {
        case .atLeast(let least):
            return interval.lowerBound >= least
                ? .holds : interval.upperBound < least ? .fails : .unproven
        case .atMost(let most):
            return interval.upperBound <= most
                ? .holds : interval.lowerBound > most ? .fails : .unproven
        case .within(let low, let high):
            if low <= interval.lowerBound, interval.upperBound <= high { return .holds }
            return interval.upperBound < low || interval.lowerBound > high ? .fails : .unproven
        }
    }

    /// A cluster for each conversation, the cells of one conversation added up. Against zero, so that
    /// the interval of a difference is one of the ratio itself.
    private static func clusters(
        _ rows: [CellResult], _ numerator: [Metric], _ base: [CellResult], _ denominator: [Metric]
    ) -> [PairedClusterBootstrap.Cluster] {
        let parts = sums(rows, numerator)
        let wholes = sums(base, denominator)
        // A conversation that one side lacks would be a part without its whole.
        return parts.keys.sorted().compactMap { name in
            guard let part = parts[name], let whole = wholes[name] else { return nil }
            var cluster = PairedClusterBootstrap.Cluster(
                head: RatioOfSums(), base: RatioOfSums())
            cluster.head.add(Int(part), of: Int(whole))
            cluster.base.add(0, of: 1)
            return cluster
        }
    }

    /// The sum of metrics for each conversation over some cells.
    private static func sums(_ rows: [CellResult], _ metrics: [Metric]) -> [ConversationID: Int64] {
        var sums: [ConversationID: Int64] = [:]
        for row in rows {
            for (number, sum) in Self.sums(row, metrics).enumerated() {
                let id = ConversationID(corpus: row.cell.corpus.hash, number: number)
                sums[id, default: 0] += sum
            }
        }
        return sums
    }

    /// What each conversation of a cell adds to a sum of metrics; empty if one was not measured.
    private static func sums(_ row: CellResult, _ metrics: [Metric]) -> [Int64] {
        let sums = row.conversations.compactMap { conversation in
            let values = metrics.compactMap { conversation.value(of: $0) }
            return values.count == metrics.count ? values.reduce(0, +) : nil
        }
        return sums.count == row.conversations.count ? sums : []
    }
}
