internal import Evaluation
internal import Statistics
internal import StrictJSON
internal import Verdicts

/// A comparison in one line: what was not compared, then results, then times.
struct ComparisonHeadline {
    /// The line.
    let text: String

    init(_ subject: ComparisonReport.Subject) {
        var parts: [String] = []
        if let exact = subject.exact {
            parts += [Self.gaps(exact), Self.results(exact, subject), Self.counts(exact)]
                .compactMap { $0 }
        }
        if !subject.times.isEmpty { parts.append("times: " + Self.counts(subject.times)) }
        text = parts.joined(separator: "; ")
    }

    /// What one side lacks; nil if nothing.
    static func gaps(_ exact: ExactComparison) -> String? {
        var gaps: [String] = []
        if exact.unpairedCells > 0 {
            let all = Figure.count(exact.allCells, "cells")
            gaps.append("\(Figure.count(exact.unpairedCells)) of \(all)")
        }
        if exact.unpairedConversations > 0 {
            let all = exact.unpairedConversations + exact.conversations
            gaps.append(
                "\(Figure.count(exact.unpairedConversations)) of "
                    + Figure.count(all, "conversations"))
        }
        let metrics = exact.rows.count { $0.verdict == .notCompared }
        if metrics > 0 {
            gaps.append(
                "\(Figure.count(metrics)) of \(Figure.count(exact.rows.count, "metrics"))")
        }
        return gaps.isEmpty ? nil : gaps.joined(separator: ", ") + " not compared"
    }

    /// The decisive metrics as a sentence: of settings always, of programs where one differs.
    private static func results(
        _ exact: ExactComparison, _ subject: ComparisonReport.Subject
    ) -> String? {
        let rows = exact.rows.filter { $0.isDecisive && $0.verdict != .notCompared }
        let shown = exact.isOfSettings ? rows : rows.filter { $0.verdict != .equal }
        let clauses = shown.compactMap { DecisiveClause($0)?.text }
        guard !clauses.isEmpty else { return nil }
        return "\(subject.head) against \(subject.base): " + clauses.joined(separator: ", ")
    }

    /// How many metrics moved which way; of settings nothing, which differ on purpose.
    private static func counts(_ exact: ExactComparison) -> String? {
        guard !exact.isOfSettings else { return nil }
        let verdicts: [ExactVerdict] = [.worse, .better, .different]
        let counts = verdicts.compactMap { verdict -> String? in
            let count = exact.rows.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(Figure.count(count)) \(verdict.rawValue)"
        }
        guard counts.isEmpty else { return "exact results: " + counts.joined(separator: ", ") }
        return exact.rows.isEmpty ? nil : "exact results equal"
    }

    /// How many series of times have which verdict.
    static func counts(_ times: [TimingJudgement]) -> String {
        Verdict.allCases.compactMap { verdict -> String? in
            let all = times.filter { $0.verdict == verdict }
            guard !all.isEmpty else { return nil }
            let advisory = all.count(where: \.isAdvisory)
            let note = advisory == 0 || verdict == .invalid ? "" : " (\(advisory) advisory)"
            return "\(all.count) \(verdict.rawValue)\(note)\(unseen(all, verdict))"
        }.joined(separator: ", ")
    }
}

extension ComparisonHeadline {
    /// What could not have been seen where nothing was decided.
    private static func unseen(_ times: [TimingJudgement], _ verdict: Verdict) -> String {
        guard verdict == .inconclusive, let least = times.compactMap(\.detectable).max() else {
            return ""
        }
        return " (unseen below \(Figure.percent(least)))"
    }
}

/// What a decisive metric came to, as a part of a sentence.
private struct DecisiveClause {
    let text: String

    init?(_ row: ExactComparison.Row) {
        guard let difference = row.difference else { return nil }
        let certainty = Self.certainty(difference)
        switch row.metric {
        case .bill: text = Self.bill("costs ", difference, certainty)
        case .billExpected:
            text = Self.bill("", difference, certainty) + " with what it has to fetch again"
        case .referencesLost: text = Self.references(difference, certainty)
        case .requestsNotFitting: text = Self.count("requests over the limit", difference)
        case .requestsRejected: text = Self.count("rejected requests", difference)
        default: return nil
        }
    }

    private static func bill(
        _ verb: String, _ difference: ConversationDifference, _ certainty: String
    ) -> String {
        let change = difference.head - difference.base
        guard change != 0 else {
            return "\(verb)the same (\(Figure.dollars(difference.base))\(unseen(difference)))"
        }
        let sum = Figure.dollars(Int128(change.magnitude)) + (change > 0 ? " more" : " less")
        let relative = difference.value.map { Figure.signedPercent($0) + ", " } ?? ""
        return "\(verb)\(sum) (\(relative)\(certainty))"
    }

    private static func references(
        _ difference: ConversationDifference, _ certainty: String
    ) -> String {
        guard difference.head != difference.base else {
            return
                "loses as many references (\(Figure.count(difference.base))\(unseen(difference)))"
        }
        guard let value = difference.value else { return "has no references to lose" }
        let points = Figure.significant(value.magnitude * 100, 2)
        return "loses \(points) points \(value > 0 ? "more" : "fewer") references (\(certainty))"
    }

    private static func count(_ noun: String, _ difference: ConversationDifference) -> String {
        let change = difference.head - difference.base
        guard change != 0 else {
            return "as many \(noun) (\(Figure.count(difference.base))\(unseen(difference)))"
        }
        return "\(Figure.count(change.magnitude)) \(change > 0 ? "more" : "fewer") \(noun)"
    }

    /// What could not have been seen of sums that are equal, though the conversations are not.
    private static func unseen(_ difference: ConversationDifference) -> String {
        difference.isSure ? ComparisonReport.unseen(difference) : ""
    }

    /// The 95 % interval, or why there is none.
    private static func certainty(_ difference: ConversationDifference) -> String {
        guard difference.isSure, let interval = difference.interval else {
            return "too few to be sure: "
                + Figure.count(difference.conversations, "conversations")
        }
        return "95 % " + ComparisonReport.interval(interval, difference.scale)
            + ComparisonReport.unseen(difference)
    }
}

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
