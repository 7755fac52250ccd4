internal import StrictJSON
internal import Verdicts

/// The verdict on a part of a nightly run, in one word.
package enum Conclusion: String, Hashable, Sendable, CaseIterable {
    /// Something is worse, and that is not advisory.
    case worse
    /// Nothing that was meant to be compared could be.
    case invalid
    /// Something is better and nothing worse.
    case better
    /// Something is different, and neither better nor worse.
    case different
    /// Something could not be decided.
    case inconclusive
    /// Nothing changed.
    case unchanged
}

extension ComparisonReport.Subject {
    /// What the comparison comes to: results first, times second.
    package var conclusion: Conclusion {
        let moved = Set(times.filter { !$0.isAdvisory }.map(\.verdict))
        if exact?.hasRegressed == true || moved.contains(.regressed) { return .worse }
        if !times.isEmpty, times.allSatisfy({ $0.verdict == .invalid }) { return .invalid }
        if exact?.hasImproved == true || moved.contains(.improved) { return .better }
        if exact?.changes.isEmpty == false { return .different }
        let isDecided = times.allSatisfy { ![.inconclusive, .invalid].contains($0.verdict) }
        return isDecided ? .unchanged : .inconclusive
    }

    /// Whether everything that one side has was compared, and every series of times could be.
    package var isComplete: Bool {
        exact?.isComplete != false && !times.contains { $0.verdict == .invalid }
    }

    /// Whether something could not be decided, results that one side lacks included.
    package var isUndecided: Bool {
        !isComplete || times.contains { $0.verdict == .inconclusive }
    }

    /// The comparison for programs.
    package var record: VerdictRecord {
        var details: [(String, JSONValue)] = [
            ("base", .string(base)), ("head", .string(head)), ("work", .string(work)),
        ]
        if let exact { details += exact.details }
        if !times.isEmpty { details.append(("times", .array(times.map(\.json)))) }
        return VerdictRecord(
            conclusion, isComplete: isComplete, headline: ComparisonReport.line(self),
            details: details)
    }
}

extension ExactComparison {
    fileprivate var details: [(String, JSONValue)] {
        let missing = unpaired.map { one in
            JSONValue.members([
                ("cell", .string(one.cell.filterText)), ("why", .string(one.reason.rawValue)),
            ])
        }
        let shown = rows.filter { $0.isDecisive || $0.verdict != .equal }
        return [
            ("cells", .int(cells)), ("cellsNotCompared", .int(unpairedCells)),
            ("notCompared", .array(missing)), ("conversations", .int(conversations)),
            ("conversationsNotCompared", .int(unpairedConversations)),
            ("exact", .array(shown.map(\.json))),
        ]
    }
}

extension ExactComparison.Row {
    fileprivate var json: JSONValue {
        JSONValue.members([
            ("metric", .string(name)), ("verdict", .string(verdict.rawValue)),
            ("base", JSONValue.figure(base)), ("head", JSONValue.figure(head)),
            ("change", JSONValue.figure(difference?.value)),
            ("lower", JSONValue.figure(difference?.interval?.lowerBound)),
            ("upper", JSONValue.figure(difference?.interval?.upperBound)),
            ("more", difference.map { .int($0.higher) } ?? .null),
            ("same", difference.map { .int($0.equal) } ?? .null),
            ("less", difference.map { .int($0.lower) } ?? .null),
        ])
    }
}

extension TimingJudgement {
    fileprivate var json: JSONValue {
        JSONValue.members([
            ("series", .string(series)), ("verdict", .string(verdict.rawValue)),
            ("advisory", .bool(isAdvisory)), ("change", JSONValue.figure(change)),
            ("lower", JSONValue.figure(interval?.lowerBound)),
            ("upper", JSONValue.figure(interval?.upperBound)),
            ("p", JSONValue.figure(pValue)), ("blocks", .int(blocks)),
        ])
    }
}
