package import Evaluation
package import Statistics

/// How sure it is that a candidate differs from the recommended one: paired intervals over conversations,
/// so wide that with 95 % all of them hold at once. They choose nothing.
package struct DecisionCertainty: Sendable {
    /// The candidate that is compared with the recommended one.
    package let rival: Decision.Candidate
    /// By how many nano-dollars a conversation its expected bill is higher; where conversations weigh the
    /// same, by what share of the bill of sending everything.
    package let bill: PairedVerdict
    /// By what share of later references it loses more; without any reference there is no difference.
    package let references: PairedVerdict
}

extension Decision {
    /// The most candidates that are compared: the nearest ones are those that one may confuse with the
    /// recommended one, and each takes 10,000 resamples of all conversations.
    package static let mostCompared = 8

    /// The nearest candidates that fit as often beside the recommended one; none where nothing is
    /// recommended. O(resamples · conversations · candidates).
    package var certainties: [DecisionCertainty] {
        guard let recommended else { return [] }
        let rivals = candidates.dropFirst().filter {
            $0.sums.rejected == 0 && $0.sums.notFitting == recommended.sums.notFitting
        }
        return rivals.prefix(Self.mostCompared).compactMap(certainty)
    }

    /// How sure it is that a candidate differs from the recommended one, also one that fits less often;
    /// nil where nothing is recommended. O(resamples · conversations).
    package func certainty(of rival: Candidate) -> DecisionCertainty? {
        guard let recommended else { return nil }
        return DecisionCertainty(
            rival: rival, bill: verdict(rival, recommended, billOfConversation),
            references: verdict(rival, recommended) { one, _ in
                (Int128(one.referencesLost), Int128(one.referencesNeeded))
            })
    }

    /// The references that a candidate loses as a share of all, with the interval of that share alone.
    package func referencesLost(by candidate: Candidate) -> RatioDifference? {
        PairedClusterBootstrap(seed: 0).ratio(
            over: conversations(of: candidate).map {
                RatioOfSums($0.result.referencesLost, of: $0.result.referencesNeeded)
            })
    }

    /// What a conversation did under a candidate.
    package struct Conversation: Sendable {
        /// The cell that it belongs to.
        package let cell: Cell
        /// Its place in the corpus, from 0.
        package let number: Int
        /// What it did.
        package let result: ConversationResult
        /// What it does where everything is sent; nil where the run does not say.
        package let everythingSent: ConversationResult?
    }

    /// The conversations with requests, in the order of the corpora. O(conversations).
    package func conversations(of candidate: Candidate) -> [Conversation] {
        candidate.cells.enumerated().flatMap { place, cell -> [Conversation] in
            let off = reference?.cells[place].conversations
            return cell.conversations.enumerated().filter { $0.element.requests > 0 }.map {
                Conversation(
                    cell: cell.cell, number: $0.offset, result: $0.element,
                    everythingSent: off?[$0.offset])
            }
        }
    }

    private func billOfConversation(
        _ one: ConversationResult, _ off: ConversationResult?
    ) -> (Int128, Int128) {
        guard scale != nil, let off else { return (Int128(one.expectedBill), 1) }
        return EqualWeights.share(of: one, against: off).map { ($0, EqualWeights.whole) } ?? (0, 0)
    }

    private func verdict(
        _ rival: Candidate, _ recommended: Candidate,
        _ ratio: (ConversationResult, ConversationResult?) -> (Int128, Int128)
    ) -> PairedVerdict {
        func ratios(_ candidate: Candidate) -> [RatioOfSums] {
            conversations(of: candidate).map { one in
                let (part, whole) = ratio(one.result, one.everythingSent)
                return RatioOfSums(Int(clamping: part), of: Int(clamping: whole))
            }
        }
        // Two figures of every candidate are compared, and all intervals are to hold at once (Bonferroni).
        let intervals = 2 * max(candidates.count { $0.sums.rejected == 0 } - 1, 1)
        return PairedVerdict(
            ratios(rival), against: ratios(recommended),
            by: PairedClusterBootstrap(confidence: 1 - 0.05 / Double(intervals), seed: 0))
    }
}

extension PairedVerdict {
    /// The difference that would have been found in four of five such experiments: the interval's half,
    /// and 0.84 standard errors more.
    package var detectable: Double? {
        difference?.interval.map { $0.detectable(confidence: confidence) }
    }
}

extension ConversationDifference {
    /// The difference that would have been found in four of five such comparisons; nil without an
    /// interval.
    package var detectable: Double? { interval.map { $0.detectable(confidence: 0.95) } }
}

extension ClaimJudgement {
    /// How far beside its bound a value has to lie to be found on one side of it in four of five such
    /// runs; nil where one is found, or nothing is known.
    package var detectable: Double? {
        verdict == .unproven ? interval.map { $0.detectable(confidence: 0.95) } : nil
    }
}

extension ClosedRange<Double> {
    /// The least difference that lies outside such an interval around it in four of five experiments.
    fileprivate func detectable(confidence: Double) -> Double {
        let half = (upperBound - lowerBound) / 2
        let errors = NormalDistribution.quantile((1 + confidence) / 2)
        // 80 %, the power that experiments are commonly planned for.
        return half * (1 + NormalDistribution.quantile(0.8) / errors)
    }
}

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
