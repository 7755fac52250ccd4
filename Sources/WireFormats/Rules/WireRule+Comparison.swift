public import ContextModel

extension WireRule {
    /// What a provider would refuse in a shortened history and not in its original: what a shortening
    /// must never cause.
    ///
    /// Recordings break rules themselves, so the violations of each rule are counted: those are new that
    /// exceed the original's number, of them the ones that read like none of the original's. A call
    /// whose result was lost is a violation even at the end, unless it has no result in the original
    /// either. The original is examined only if the context has something to excuse. O(parts).
    public func newViolations(
        in context: [Message], against original: [Message]
    ) -> [Violation] {
        let found = findings(in: context)
        if found.violations.isEmpty, found.pending.isEmpty { return [] }
        let excused = findings(in: original)
        let lost = found.pending.filter { !excused.unanswered.contains($0.id) }
        return Self.surplus(of: found.violations, over: excused.violations)
            + lost.map { $0.unanswered("expected the result that the original has") }
    }

    /// The violations of each rule beyond the number of the others', the unlike ones first.
    private static func surplus(
        of found: [Violation], over others: [Violation]
    ) -> [Violation] {
        var allowed: [Violation.Rule: Int] = [:]
        var texts: [String: Int] = [:]
        for other in others {
            allowed[other.rule, default: 0] += 1
            texts[other.text, default: 0] += 1
        }
        var spare: [Violation.Rule: Int] = [:]
        for violation in found { spare[violation.rule, default: 0] += 1 }
        for (rule, count) in allowed { spare[rule, default: 0] -= count }
        return found.reversed().filter { violation in
            if let alike = texts[violation.text], alike > 0 {
                texts[violation.text] = alike - 1
                return false
            }
            guard let left = spare[violation.rule], left > 0 else { return false }
            spare[violation.rule] = left - 1
            return true
        }.reversed()
    }
}
