internal import Evaluation
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
        let parts = [
            "# Documented claims", Self.opening, Self.summary(judgements), "## Claim by claim",
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
        What the five documents promise in numbers, and what stored runs of this program show on the \
        shipped recordings. *Holds* and *fails*: the whole 95 % interval is on one side. *Unproven*: it is \
        on both, or there is too little to judge by. Times are this machine's, and generous promises of \
        time are no merit of anybody's. A verdict is about these recordings; run it on yours.
        """

    private static func summary(_ judgements: [ClaimJudgement]) -> String {
        var table = MarkdownTable([.text("verdict"), .number("claims"), .text("which")])
        for verdict in ClaimVerdict.allCases {
            let those = judgements.filter { $0.verdict == verdict }
            guard !those.isEmpty else { continue }
            let names = those.map { Markdown.code($0.claim.id) }.joined(separator: ", ")
            table.rows.append([bold(verdict), Figure.count(those.count), names])
        }
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
        case .within(let low, let high): "\(number(low, claim)) to \(number(high, claim))"
        }
    }

    private static func number(_ value: Double, _ claim: Claim) -> String {
        let unit = claim.evidence?.unit ?? ""
        if unit == "$" { return "$" + Figure.significant(value, 3) }
        if unit.isEmpty { return Figure.percent(value) }
        return Figure.significant(value, 3) + " " + unit
    }

    private static func meanings(_ judgements: [ClaimJudgement]) -> String {
        judgements.map { judgement in
            let claim = judgement.claim
            return "- \(Markdown.code(claim.id)) (document \(Markdown.escaped(claim.source))): "
                + Markdown.escaped(claim.meaning)
        }.joined(separator: "\n")
    }

    private static func bold(_ verdict: ClaimVerdict) -> String {
        verdict == .fails ? "**fails**" : verdict.rawValue
    }
}
