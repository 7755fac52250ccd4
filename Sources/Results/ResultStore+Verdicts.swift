import Evaluation
import Files
import GRDB
import Verdicts

/// A comparison as it is kept: exact results with the change of their sums and its interval over
/// conversations, cells that were not compared, and times.
package struct StoredComparison: Sendable {
    /// What is compared with: a run, a revision or a setting.
    package let base: String
    /// What is compared.
    package let head: String
    /// The matrix.
    package let work: String
    /// The exact results; nil where none were compared.
    package let exact: ExactComparison?
    /// The times.
    package let times: [TimingJudgement]

    /// A comparison of two sides.
    package init(
        base: String, head: String, work: String, exact: ExactComparison?,
        times: [TimingJudgement] = []
    ) {
        self.base = base
        self.head = head
        self.work = work
        self.exact = exact
        self.times = times
    }
}

extension ResultStore {
    /// Keeps what was said about claims, at a time in milliseconds since 1970. One transaction.
    package func record(_ judgements: [ClaimJudgement], at time: Int64) throws {
        try write { database in
            for judgement in judgements {
                let claim = judgement.claim
                let id = try database.identity(
                    in: "claim",
                    [
                        "name": claim.id, "source": claim.source, "statement": claim.quote,
                        "predicate": claim.evidence?.predicate.description ?? "",
                    ]
                ).id
                try database.insert(
                    into: "claim_verdict",
                    [
                        "claim": id, "judged_at": time, "verdict": judgement.verdict.rawValue,
                        "value": judgement.value, "lower": judgement.interval?.lowerBound,
                        "upper": judgement.interval?.upperBound, "run": judgement.run,
                        "basis": judgement.basis,
                    ])
            }
        }
    }

    /// Keeps a comparison, made at a time in milliseconds since 1970. One transaction.
    package func record(_ comparison: StoredComparison, at time: Int64) throws {
        try write { database in
            try database.insert(
                into: "comparison",
                [
                    "compared_at": time, "base": comparison.base, "head": comparison.head,
                    "work": comparison.work,
                ])
            let id = database.lastInsertedRowID
            for row in comparison.exact?.rows ?? [] {
                try database.insert(
                    into: "comparison_row",
                    [
                        "comparison": id, "kind": "exact", "series": row.name,
                        "verdict": row.verdict.rawValue, "change": row.change,
                        "lower": row.difference?.interval?.lowerBound,
                        "upper": row.difference?.interval?.upperBound,
                    ])
            }
            for one in comparison.exact?.unpaired ?? [] {
                try database.insert(
                    into: "comparison_row",
                    [
                        "comparison": id, "kind": "cell",
                        "series": "\(one.cell.listing): \(one.reason.rawValue)",
                        "verdict": ExactVerdict.notCompared.rawValue,
                    ])
            }
            for row in comparison.times {
                try database.insert(
                    into: "comparison_row",
                    [
                        "comparison": id, "kind": "time", "series": row.series,
                        "verdict": row.verdict.rawValue, "change": row.change,
                        "lower": row.interval?.lowerBound, "upper": row.interval?.upperBound,
                        "p": row.pValue, "blocks": row.blocks, "noise": row.noise,
                    ])
            }
        }
    }

    /// Keeps the changes of level of the series of a matrix, in the place of those that were there.
    /// One transaction.
    package func record(_ series: [SeriesHistory], matrix: String) throws {
        try write { database in
            try database.run("DELETE FROM change_point WHERE matrix = ?", [matrix])
            for one in series {
                for change in one.changes {
                    try database.insertIfNew(
                        into: "change_point",
                        [
                            "matrix": matrix, "series": one.name, "run": change.run,
                            "revision": change.revision, "before": change.before,
                            "after": change.after,
                        ])
                }
            }
        }
    }

    /// Makes a run the baseline of its matrix. Throws if there is no such run.
    package func pin(_ run: String) throws {
        try write { database in
            let matrix = try String.fetchOne(
                database,
                sql: """
                    SELECT matrix_name FROM run JOIN plan ON plan.id = run.plan WHERE run.name = ?
                    """, arguments: [run])
            let id = try rowID(of: run, database)
            try database.run(
                "INSERT OR REPLACE INTO baseline (matrix, run) VALUES (?, ?)", [matrix, id])
        }
    }

    /// The baseline of the matrix of a run; nil if none is pinned.
    package func baseline(for run: String) throws -> String? {
        let sql = """
            SELECT pinned.name FROM run JOIN plan ON plan.id = run.plan
            JOIN baseline ON baseline.matrix = plan.matrix_name
            JOIN run AS pinned ON pinned.id = baseline.run WHERE run.name = ?
            """
        return try read { try String.fetchOne($0, sql: sql, arguments: [run]) }
    }
}

extension ResultStore {
    /// Keeps what is decided by the results of a run, in the place of what was decided before. One
    /// transaction.
    package func record(_ decisions: [Decision], run: String) throws {
        try write { database in
            let id = try rowID(of: run, database)
            try database.run("DELETE FROM decision WHERE run = ?", [id])
            for row in decisions.lazy.flatMap(\.rows) {
                try database.insert(
                    into: "decision",
                    [
                        "run": id, "scope": row.group.scope.name,
                        "context_limit": row.group.contextLimit, "mode": row.group.mode.rawValue,
                        "price_rule": row.group.priceRule, "price_model": row.group.priceModel,
                        "place": row.place, "config_text": row.configurationText,
                        "label": row.label, "status": row.status,
                        "expected_bill": row.expectedBill, "reference_bill": row.referenceBill,
                        "references_lost": row.referencesLost, "not_fitting": row.notFitting,
                    ])
            }
        }
    }
}
