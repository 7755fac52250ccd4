import Evaluation
import Verdicts

/// Runs of a claim's cells in which what is divided is small to large, everything else being the same.
struct MadeUpRuns {
    private let claim: Claim
    private let evidence: Claim.Evidence
    private let matrix: Matrix
    private let cells: Set<Cell>
    private let base: Set<Cell>

    init(_ claim: Claim, _ evidence: Claim.Evidence) throws {
        self.claim = claim
        self.evidence = evidence
        let plan: Plan
        (matrix, plan) = try CommittedClaims.plan(evidence.matrix)
        cells = Set(matrix.cells(evidence.cells, of: plan))
        base = Set(matrix.cells(evidence.baseCells, of: plan))
    }

    /// The verdicts on them.
    func verdicts() throws -> [ClaimVerdict] {
        let hashes = Set(cells.map(\.corpus.hash))
        let judge = ClaimJudge(buildFingerprint: "b", corpora: hashes)
        // From a millionth of a thousand to so many nanoseconds that any latency is too long.
        return try (-3...10).map { power in
            let factor = (0..<abs(power)).reduce(1.0) { product, _ in
                power < 0 ? product / 10 : product * 10
            }
            return judge.judgement(on: claim, by: ClaimRun(try run(factor))).verdict
        }
    }

    private func run(_ factor: Double) throws -> RunRecord {
        var description = TinyRun.description
        description.matrix = try CommittedClaims.text(ofMatrix: evidence.matrix)
        description.corpora = Set(cells.union(base).map(\.corpus)).map { corpus in
            CorpusSummary(
                identity: corpus, conversations: 0, messages: 0, requests: 0, contentTokens: 0,
                unknownFiles: 0, refusedRecords: 0)
        }
        let results =
            cells.map { result($0, factor) }
            + base.subtracting(cells).map { result($0, 1) }
        return RunRecord(description: description, results: results)
    }

    private func result(_ cell: Cell, _ factor: Double) -> CellResult {
        let value = Int64(1000 * factor)
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
            figures[term] = isSubtracted ? 1 : 1000
        }
        for var term in ratio.numerator {
            let isSubtracted = term.isSubtracted
            term.isSubtracted = false
            figures[term] = isSubtracted ? 1 : value
        }
        if let condition = evidence.condition {
            figures[condition.term] = condition.range.lowerBound
        }
        return ClaimRuns.result(cell, Array(repeating: figures, count: 25))
    }
}
