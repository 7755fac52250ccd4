import Evaluation
import Verdicts

/// Runs of a claim's cells in which what is divided is small to large, everything else being the same.
struct MadeUpRuns {
    private let claim: Claim
    private let evidence: Claim.Evidence
    private let matrix: Matrix
    private let cells: Set<Cell>
    private let base: Set<Cell>

    init(_ claim: Claim, _ evidence: Claim.Evidence, _ matrix: Matrix, _ plan: Plan) {
        self.claim = claim
        self.evidence = evidence
        self.matrix = matrix
        cells = Set(matrix.cells(evidence.cells, of: plan))
        base = Set(matrix.cells(evidence.baseCells, of: plan))
    }

    /// The verdicts on runs until both sides were seen, or nothing larger is left.
    func verdicts() throws -> Set<ClaimVerdict> {
        let hashes = Set(cells.map(\.corpus.hash))
        let judge = ClaimJudge(buildFingerprint: "b", corpora: hashes)
        var verdicts: Set<ClaimVerdict> = []
        // From next to nothing to so many nanoseconds that any latency is too long.
        for factor in [1e-6, 1e-3, 0.1, 0.5, 1, 2, 10, 1e4, 1e7, 1e10] {
            verdicts.insert(judge.judgement(on: claim, by: ClaimRun(try run(factor))).verdict)
            if verdicts.isSuperset(of: [.holds, .fails]) { break }
        }
        return verdicts
    }

    private func run(_ factor: Double) throws -> RunRecord {
        var description = TinyRun.description
        description.work.matrix = MatrixText(
            yaml: try CommittedClaims.text(ofMatrix: evidence.matrix))
        description.work.corpora = Set(cells.union(base).map(\.corpus)).map { corpus in
            CorpusSummary(
                identity: corpus, conversations: 0, messages: 0, requests: 0, contentTokens: 0,
                unknownFiles: 0, refusedRecords: 0)
        }
        let results =
            cells.map { result($0, factor) }
            + base.subtracting(cells).map { result($0, 1) }
        return RunRecord(description: description, results: results)
    }

    /// What everything is that does not vary: large enough to be divided by a million.
    private static let unit: Int64 = 1_000_000

    private func result(_ cell: Cell, _ factor: Double) -> CellResult {
        let value = Int64(Double(Self.unit) * factor)
        if case .quantile(_, let metric) = evidence.figure {
            return ClaimRuns.result(
                cell, [], samples: [metric: Array(repeating: value, count: 4_000)])
        }
        guard let ratio = evidence.figure.ratio else { return ClaimRuns.result(cell, []) }
        var figures: [Claim.Term: Int64] = [:]
        // What is subtracted is next to nothing, so that sums keep their signs.
        for var term in ratio.denominator {
            let isSubtracted = term.isSubtracted
            term.isSubtracted = false
            figures[term] = isSubtracted ? 1 : Self.unit
        }
        for var term in ratio.numerator {
            let isSubtracted = term.isSubtracted
            term.isSubtracted = false
            figures[term] = isSubtracted ? 1 : value
        }
        if let condition = evidence.condition {
            figures[condition.term] = condition.range.lowerBound
        }
        // As many conversations as a verdict needs, however few corpora there are.
        let corpora = Set(cells.map(\.corpus)).count
        let count = ClaimJudge.fewestConversations / corpora + 1
        return ClaimRuns.result(cell, Array(repeating: figures, count: count))
    }
}
