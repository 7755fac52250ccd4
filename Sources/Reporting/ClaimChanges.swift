internal import Evaluation
internal import StrictJSON
package import Verdicts

/// Which claims are judged otherwise than in the baseline.
struct ClaimChanges {
    /// The verdict on the changes.
    let record: VerdictRecord

    /// Compares this run's record with the baseline's; without one nothing has changed.
    init(since before: VerdictRecord?, now: VerdictRecord) {
        guard let before else {
            record = VerdictRecord(.unchanged, isComplete: true, headline: now.headline)
            return
        }
        let (old, new) = (before.claims, now.claims)
        var changes: [String] = []
        var isWorse = false
        var isComplete = true
        for (id, verdict) in old where new[id] != verdict {
            changes.append("\(id): \(verdict) → \(new[id] ?? "gone")")
            let fails = new[id] == ClaimVerdict.fails.rawValue
            isWorse = isWorse || fails
            // A promise that held and is no longer judged is not kept.
            if verdict == ClaimVerdict.holds.rawValue || new[id] == nil, !fails {
                isComplete = false
            }
        }
        changes += new.keys.filter { old[$0] == nil }.map { "\($0): new" }
        let list = changes.isEmpty ? "as before" : changes.sorted().joined(separator: ", ")
        record = VerdictRecord(
            isWorse ? .worse : changes.isEmpty ? .unchanged : .different, isComplete: isComplete,
            headline: "\(list) (\(now.headline))")
    }
}

extension VerdictRecord {
    /// The verdicts on claims: a failing one is worse than what was promised.
    package init(_ judgements: [ClaimJudgement]) {
        let verdicts = judgements.map { judgement in
            let ends = judgement.interval.map { [$0.lowerBound, $0.upperBound] }
            return JSONValue.members([
                ("id", .string(judgement.claim.id)),
                ("verdict", .string(judgement.verdict.rawValue)),
                ("value", .figure(judgement.value)), ("lower", .figure(ends?[0])),
                ("upper", .figure(ends?[1])),
            ])
        }
        let fails = judgements.contains { $0.verdict == .fails }
        self.init(
            fails ? .worse : .unchanged, isComplete: !judgements.isEmpty,
            headline: "\(judgements.count) claims: \(ClaimsReport.line(judgements))",
            details: [("claims", .array(verdicts))])
    }

    /// The claims' verdicts by their ids.
    fileprivate var claims: [String: String] {
        let pairs = (details["claims"]?.array ?? []).compactMap { claim -> (String, String)? in
            guard let id = claim["id"]?.string, let verdict = claim["verdict"]?.string else {
                return nil
            }
            return (id, verdict)
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
