import Evaluation
import Verdicts

/// Records of conversations and runs to judge claims by.
enum ClaimRuns {
    /// A conversation with some figures; a field of the record is set by what it is made of.
    static func conversation(_ figures: [Claim.Term: Int64]) -> ConversationResult {
        var result = ConversationResult(name: "c")
        // What others are counted from comes first.
        for (term, value) in figures.sorted(by: { $0.key.place < $1.key.place }) {
            set(value, of: term, in: &result)
        }
        return result
    }

    private static func set(
        _ value: Int64, of term: Claim.Term, in result: inout ConversationResult
    ) {
        if let label = term.label {
            result.parts[MetricPart(term.metric, label)] = value
            return
        }
        switch term.metric {
        case .requests: result.requests = Int(value)
        case .tokensRecorded: result.recorded = Int(value)
        case .tokensSaved, .tokensSavedNet: result.sent = result.recorded - Int(value)
        case .bill: result.bill = value
        case .referencesNeeded: result.referencesNeeded = Int(value)
        case .referencesLost: result.referencesVisible = result.referencesNeeded - Int(value)
        default: result.counts[term.metric] = value
        }
    }

    /// A cell whose conversations were measured so; what is no exact metric is a time.
    static func result(
        _ cell: Cell, _ conversations: [[Claim.Term: Int64]], samples: [Metric: [Int64]] = [:]
    ) -> CellResult {
        var samples = samples
        for term in Set(conversations.flatMap(\.keys)) where !term.metric.isExact {
            samples[term.metric] = conversations.map { $0[term] ?? 0 }
        }
        return CellResult(
            cell: cell, key: cell.configurationText, measurements: [],
            conversations: conversations.map { figures in
                conversation(figures.filter { $0.key.metric.isExact })
            }, timings: [CellTiming(measurements: [], samples: samples)])
    }
}

extension Claim.Term {
    /// Terms in the order in which they can be set.
    fileprivate var place: Int {
        [Metric.tokensRecorded, .referencesNeeded].contains(metric) ? 0 : 1
    }
}
