import Evaluation
import Files
import GRDB
import Verdicts

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
