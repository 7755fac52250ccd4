/// A part of the conversations that would choose another setting than all of them do.
package struct DecisionDisagreement: Sendable {
    /// Which part.
    package let scope: Decision.Scope
    /// What it would choose.
    package let choice: Decision.Candidate
    /// By how much the setting chosen for all is dearer there, in nano-dollars as the part weighs them;
    /// nil where it was not tried on the part.
    package let extraBill: Int128?
    /// How many more references of the part are lost with the setting chosen for all.
    package let extraLost: Int128
    /// How many more requests of the part are over the limit with the setting chosen for all.
    package let extraNotFitting: Int128
    /// Whether a provider would refuse requests of the part with the setting chosen for all.
    package let isRejected: Bool
}

extension Decision {
    /// Which parts of the conversations disagree: those in which what is recommended for all is more than
    /// 2 % dearer than the cheapest, loses more than what they would choose, fits less often or is rejected.
    /// What differs by nothing of that is a tie.
    ///
    /// - Parameter decisions: those of the run; others than parts of this one's task are passed over.
    package func disagreements(among decisions: [Decision]) -> [DecisionDisagreement] {
        guard group.scope == .all, let chosen = recommended else { return [] }
        return decisions.filter(isPart).compactMap { part in
            guard let choice = part.recommended, !choice.names(chosen.setting) else { return nil }
            let own = part.candidate(of: chosen.setting)
            let least =
                part.candidates.filter {
                    $0.sums.rejected == 0 && $0.sums.notFitting == choice.sums.notFitting
                }.map(\.score).min() ?? choice.score
            if let own, own.sums.rejected == 0, own.isNear(least),
                own.sums.notFitting == choice.sums.notFitting,
                own.sums.referencesLost <= choice.sums.referencesLost
            {
                return nil
            }
            return DecisionDisagreement(
                scope: part.group.scope, choice: choice,
                extraBill: own.map { part.expectedBill(of: $0) - part.expectedBill(of: choice) },
                extraLost: own.map { $0.sums.referencesLost - choice.sums.referencesLost } ?? 0,
                extraNotFitting: own.map { $0.sums.notFitting - choice.sums.notFitting } ?? 0,
                isRejected: own.map { $0.sums.rejected > 0 } ?? false)
        }
    }

    /// Whether another decision is about a part of the same conversations, or weighs them equally, all else
    /// equal.
    package func isPart(_ other: Decision) -> Bool {
        other.group.scope != .all && other.group.contextLimit == group.contextLimit
            && other.group.mode == group.mode && other.group.priceRule == group.priceRule
            && other.group.priceModel == group.priceModel
    }
}

extension Decision.Candidate {
    /// Whether it is the candidate of a setting.
    package func names(_ setting: DecisionSetting) -> Bool {
        self.setting == setting || same.contains(setting)
    }
}
