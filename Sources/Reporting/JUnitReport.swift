package import Evaluation
package import Verdicts

/// Verdicts as JUnit XML, which build servers show as tests.
package struct JUnitReport: Sendable {
    /// The text.
    package let xml: String

    /// What came out of a case.
    enum Outcome {
        case passed
        case failed(String)
        case skipped(String)
    }

    /// Something that passes or fails.
    struct Case {
        let group: String
        let name: String
        var seconds: String?
        let outcome: Outcome
    }

    /// A run: a case for each cell, and one for whether all are done.
    package init(_ record: RunRecord) {
        let run = record.description
        let done = record.results.map { result in
            Case(
                group: result.cell.corpus.name, name: result.cell.filterText,
                seconds: Self.seconds(of: result), outcome: .passed)
        }
        let failed = record.failures.map { failure in
            Case(
                group: failure.cell.corpus.name, name: failure.cell.filterText,
                outcome: .failed(failure.error))
        }
        let missing = run.work.cells - record.results.count - record.failures.count
        let whole = Case(
            group: "run", name: "every planned cell is done",
            outcome: missing > 0
                ? .failed("\(missing) of \(run.work.cells) cells are missing") : .passed)
        self.init(name: "winnow run \(run.work.name)", cases: done + failed + [whole])
    }

    /// A comparison: a case for each cell that was not compared, each exact metric and each series of
    /// times. What is worse fails, what cannot be said is skipped.
    package init(_ subject: ComparisonReport.Subject) {
        let gaps = subject.exact.map(Self.gaps) ?? []
        let exact = subject.exact?.rows.map { row in
            Case(group: "exact", name: row.name, outcome: Self.outcome(of: row))
        }
        let times = subject.times.map { time in
            Case(group: "times", name: time.series, outcome: Self.outcome(of: time))
        }
        self.init(
            name: "winnow compare \(subject.base) \(subject.head)",
            cases: gaps + (exact ?? []) + times)
    }

    /// What one side lacks.
    private static func gaps(_ exact: ExactComparison) -> [Case] {
        var cases = exact.unpaired.map { one in
            Case(
                group: "not compared", name: one.cell.filterText,
                outcome: .skipped("not compared: \(one.reason.rawValue)"))
        }
        if exact.unfinished > 0 {
            let count = Figure.count(exact.unfinished, "cells")
            cases.append(
                Case(
                    group: "not compared", name: "every planned cell is done",
                    outcome: .skipped("\(count) of neither side")))
        }
        if exact.unpairedConversations > 0 {
            let count = Figure.count(exact.unpairedConversations, "conversations")
            cases.append(
                Case(
                    group: "not compared", name: "every conversation is on both sides",
                    outcome: .skipped("\(count) of one side alone")))
        }
        return cases
    }

    /// Claims: a case for each; one that is unproven is skipped.
    package init(_ judgements: [ClaimJudgement]) {
        let cases = judgements.map { judgement in
            let outcome: Outcome =
                switch judgement.verdict {
                case .holds: .passed
                case .fails: .failed(judgement.basis)
                default: .skipped("\(judgement.verdict.rawValue): \(judgement.basis)")
                }
            return Case(
                group: judgement.claim.source, name: judgement.claim.id, outcome: outcome)
        }
        self.init(name: "winnow claims", cases: cases)
    }

    private static func outcome(of row: ExactComparison.Row) -> Outcome {
        if row.verdict == .notCompared {
            let count = Figure.count(row.lacking, "cells")
            return .skipped("not compared: one side has no value in \(count)")
        }
        guard row.verdict == .worse, row.judges else { return .passed }
        let sums = [row.base, row.head].map { $0.map { "\($0)" } ?? "nothing" }
        return .failed(
            "\(sums[0]) became \(sums[1]); \(row.different) cells differ"
                + (row.example.map { ", the first is \($0)" } ?? ""))
    }

    private static func outcome(of time: TimingJudgement) -> Outcome {
        let change = time.change.map { Figure.percent($0) } ?? "no change known"
        switch time.verdict {
        case .regressed where !time.isAdvisory: return .failed("slower: \(change)")
        case .improved, .equivalent: return .passed
        case .regressed: return .skipped("slower, but the base differs from itself: \(change)")
        case .inconclusive, .invalid:
            let unseen = time.detectable.map { ", unseen below \(Figure.percent($0))" } ?? ""
            return .skipped(
                time.verdict.rawValue + (time.reason.map { ": " + $0 } ?? "") + unseen)
        }
    }

    private static func seconds(of result: CellResult) -> String? {
        let value = result.figures.first { $0.metric == .wallTime && $0.label == nil }?.value
        guard case .integer(let nanoseconds) = value else { return nil }
        let milliseconds = nanoseconds / 1_000_000
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

extension JUnitReport {
    init(name: String, cases: [Case]) {
        var order: [String] = []
        var groups: [String: [Case]] = [:]
        for one in cases {
            if groups[one.group] == nil { order.append(one.group) }
            groups[one.group, default: []].append(one)
        }
        let suites = order.map { Self.suite($0, groups[$0] ?? []) }
        xml =
            ([
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<testsuites name=\"\(SVGText.escaped(name))\"\(Self.counts(cases))>",
            ] + suites + ["</testsuites>"]).joined(separator: "\n") + "\n"
    }

    private static func suite(_ name: String, _ cases: [Case]) -> String {
        let lines = cases.map { one in
            let time = one.seconds.map { " time=\"\($0)\"" } ?? ""
            let start =
                "<testcase classname=\"\(SVGText.escaped(one.group))\" "
                + "name=\"\(SVGText.escaped(one.name))\"\(time)"
            switch one.outcome {
            case .passed: return start + "/>"
            case .failed(let why):
                let text = SVGText.escaped(why)
                return "\(start)><failure message=\"\(text)\">\(text)</failure></testcase>"
            case .skipped(let why):
                return "\(start)><skipped message=\"\(SVGText.escaped(why))\"/></testcase>"
            }
        }
        return
            (["<testsuite name=\"\(SVGText.escaped(name))\"\(counts(cases))>"] + lines
            + ["</testsuite>"]).joined(separator: "\n")
    }

    private static func counts(_ cases: [Case]) -> String {
        let failed = cases.count { if case .failed = $0.outcome { true } else { false } }
        let skipped = cases.count { if case .skipped = $0.outcome { true } else { false } }
        return
            " tests=\"\(cases.count)\" failures=\"\(failed)\" errors=\"0\" skipped=\"\(skipped)\""
    }
}
