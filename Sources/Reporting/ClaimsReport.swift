internal import Evaluation
internal import StrictJSON
package import Verdicts

/// Documented claims with their verdicts.
package struct ClaimsReport: Sendable {
    /// The text.
    package var markdown: String { report.markdown }
    /// The files: `claims.md` first, then the same as a page, then the picture.
    package var files: [ReportFile] { report.files }

    private let report: IllustratedReport

    /// The report of some judgements; the same ones give the same bytes.
    ///
    /// - Parameters:
    ///   - judgements: in the order of the claims.
    ///   - command: what makes it again, without paths of the machine.
    package init(_ judgements: [ClaimJudgement], command: String) {
        let chart = ClaimsChart(judgements, words: Self.words)
        let path = "claims.svg"
        let documents = Set(judgements.map(\.claim.document))
        // Claims of one document are a page about its subject.
        let title = documents.count == 1 ? documents.first ?? "" : "Documented claims"
        let parts = [
            "# " + Markdown.escaped(title), Self.opening, Self.documents(judgements),
            "## Claim by claim",
            chart?.link(to: path) ?? "", Self.table(judgements), "## What the numbers meant",
            Self.meanings(judgements),
            "## Again", Markdown.block(command, limit: 4096),
        ]
        report = IllustratedReport(
            "claims", parts, pictures: chart.map { [ReportFile(path: path, text: $0.svg)] } ?? [])
    }

    /// How many claims have which verdict, in words.
    package static func line(_ judgements: [ClaimJudgement]) -> String {
        ClaimVerdict.allCases.compactMap { verdict -> String? in
            let count = judgements.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.rawValue)"
        }.joined(separator: ", ")
    }

    private static let opening = """
        What the documents promise in numbers, and what stored runs of this program show on the shipped \
        recordings. *Holds* and *fails*: the whole 95 % interval is on one side of the bound. *Unproven*: \
        it is on both, or there is too little to judge by; *unseen within*: nearer to the bound than that, \
        a value is found on its side in fewer than four of five such runs. *Not measurable here*: nothing that is \
        measured could show it, for the reason given. *Stale*: the run is one of another program or \
        of other recordings. Times are this machine's. A verdict is about these recordings; judge \
        yours.
        """

    /// How many promises of each document have which verdict.
    private static func documents(_ judgements: [ClaimJudgement]) -> String {
        let verdicts = ClaimVerdict.allCases.filter { verdict in
            judgements.contains { $0.verdict == verdict }
        }
        var table = MarkdownTable(
            [.text("document"), .number("claims")] + verdicts.map { .number($0.rawValue) })
        func row(_ title: String, _ those: [ClaimJudgement]) -> [String] {
            [title, Figure.count(those.count)]
                + verdicts.map { verdict in Figure.count(those.count { $0.verdict == verdict }) }
        }
        var names: [String] = []
        for judgement in judgements where !names.contains(judgement.claim.document) {
            names.append(judgement.claim.document)
        }
        for name in names {
            let those = judgements.filter { $0.claim.document == name }
            table.rows.append(row(Markdown.escaped(name), those))
        }
        if names.count > 1 { table.rows.append(row("all", judgements)) }
        return table.text
    }

    private static func table(_ judgements: [ClaimJudgement]) -> String {
        var table = MarkdownTable([
            .text("claim"), .text("promised"), .text("verdict"), .number("measured"),
            .text("95 % interval"), .text("must be"), .text("evidence"),
        ])
        for judgement in judgements {
            let claim = judgement.claim
            table.rows.append([
                Markdown.code(claim.id), Markdown.escaped(claim.quote), bold(judgement.verdict),
                judgement.value.map { number($0, claim) } ?? Figure.dash,
                judgement.interval.map {
                    "\(number($0.lowerBound, claim)) to \(number($0.upperBound, claim))"
                        + unseen(judgement)
                } ?? Figure.dash,
                claim.evidence.map { required($0.predicate, claim) } ?? Figure.dash,
                Markdown.escaped(judgement.basis),
            ])
        }
        return table.text
    }

    /// What is said of a measured claim, in a line of plain text.
    private static func words(_ judgement: ClaimJudgement) -> String {
        let claim = judgement.claim
        let measured = judgement.value.map { number($0, claim) } ?? Figure.dash
        let wanted = claim.evidence.map { " (\(required($0.predicate, claim)))" } ?? ""
        return "\(judgement.verdict.rawValue): \(measured)\(wanted)"
    }

    private static func required(_ predicate: Claim.Predicate, _ claim: Claim) -> String {
        switch predicate {
        case .atLeast(let value): "at least " + number(value, claim)
        case .atMost(let value): "at most " + number(value, claim)
        }
    }

    private static func unseen(_ judgement: ClaimJudgement) -> String {
        guard let least = judgement.detectable, least > 0 else { return "" }
        let claim = judgement.claim
        let isShare = (claim.evidence?.unit ?? "").isEmpty && !isMultiple(claim)
        let text =
            isShare ? Figure.significant(least * 100, 2) + " points" : number(least, claim)
        return ", unseen within \(text) of the bound"
    }

    private static func number(_ value: Double, _ claim: Claim) -> String {
        let unit = claim.evidence?.unit ?? ""
        if unit == "$" { return "$" + Figure.significant(value, 3) }
        if unit.isEmpty {
            return isMultiple(claim)
                ? Figure.factor(value, isTiming: true) : Figure.percent(value)
        }
        return Figure.significant(value, 3) + " " + unit
    }

    /// Whether a claim's figure says how many times another one it is.
    private static func isMultiple(_ claim: Claim) -> Bool {
        guard let evidence = claim.evidence, case .quotient = evidence.figure else { return false }
        return !evidence.isComplement
    }

    private static func meanings(_ judgements: [ClaimJudgement]) -> String {
        judgements.map { judgement in
            let claim = judgement.claim
            return "- \(Markdown.code(claim.id)) (\(Markdown.escaped(claim.source))): "
                + Markdown.escaped(claim.meaning)
        }.joined(separator: "\n")
    }

    private static func bold(_ verdict: ClaimVerdict) -> String {
        verdict == .fails ? "**fails**" : verdict.rawValue
    }
}

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
