internal import StrictJSON

/// The parts of a nightly run together: the page and the record with its verdict.
package struct NightlyReport: Sendable {
    /// A part of the nightly run.
    package struct Part: Hashable, Sendable {
        /// Its name, which is also that of its folder.
        package var name: String
        /// The path of its report; nil if it has none.
        package var path: String?
        /// What it found; nil if it came to no verdict.
        package var record: VerdictRecord?
        /// Whether it was left out on purpose.
        package var isLeftOut: Bool

        /// A part.
        package init(
            _ name: String, path: String? = nil, _ record: VerdictRecord?, isLeftOut: Bool = false
        ) {
            self.name = name
            self.path = path
            self.record = record
            self.isLeftOut = isLeftOut
        }
    }

    /// What all parts come to, for the exit status: `worse`, `invalid` where something was not judged,
    /// or `unchanged`, which includes changes that are not for the worse.
    package let conclusion: Conclusion
    /// The verdict in a few words.
    package let verdict: String
    /// The page `nightly.md` and the record `nightly.json`.
    package let files: [ReportFile]

    /// The report of a nightly run. Promises are broken for years, so that of the claims only what
    /// changed since the baseline is an alarm; `claimsBefore` is that record, nil if there is none.
    package init(run: String, _ parts: [Part], claimsBefore: VerdictRecord?, isPinned: Bool) {
        let parts = parts.map { part in
            guard part.name == Self.claims, let record = part.record else { return part }
            var part = part
            part.record = ClaimChanges(since: claimsBefore, now: record).record
            return part
        }
        let judged = parts.filter { !$0.isLeftOut }
        let isWorse = judged.contains { $0.record?.conclusion == .worse }
        let isComplete = judged.allSatisfy { part in
            part.record.map { $0.isComplete && $0.conclusion != .invalid } ?? false
        }
        conclusion = isWorse ? .worse : isComplete ? .unchanged : .invalid
        let gaps = isComplete ? "" : "not everything could be compared"
        verdict =
            isWorse
            ? "something is worse" + (isComplete ? "" : ", and \(gaps)")
            : isComplete ? "no change for the worse" : gaps
        files = [
            ReportFile(
                path: "nightly.md", text: Self.page(run, verdict, parts, isPinned: isPinned)),
            ReportFile(
                path: "nightly.json", text: Self.record(run, verdict, conclusion, parts)),
        ]
    }

    /// The name of the part that judges claims.
    package static let claims = "claims"

    private static func page(
        _ run: String, _ verdict: String, _ parts: [Part], isPinned: Bool
    ) -> String {
        let lines = parts.map { part in
            let name = part.path.map { "[\(part.name)](\($0))" } ?? part.name
            return "- \(name): \(Markdown.escaped(text(of: part), limit: 4096))"
        }
        return """
            # Nightly run \(Markdown.escaped(run)): \(verdict)

            \(lines.joined(separator: "\n"))
            - [report](report.md) ([page](report.html)): the run's measurements
            \(isPinned ? "\nThis run is the baseline of later ones.\n" : "")
            """
    }

    private static func text(of part: Part) -> String {
        if part.isLeftOut { return "left out on purpose" }
        guard let record = part.record else { return "came to no verdict" }
        let mark = record.conclusion == .worse ? "WORSE: " : record.isComplete ? "" : "GAPS: "
        return mark + record.headline
    }

    private static func record(
        _ run: String, _ verdict: String, _ conclusion: Conclusion, _ parts: [Part]
    ) -> String {
        let all = parts.map { part in
            JSONValue.members([
                ("name", .string(part.name)), ("leftOut", .bool(part.isLeftOut)),
                ("verdict", part.record.map { .string($0.conclusion.rawValue) } ?? .null),
                ("complete", .bool(part.record?.isComplete ?? false)),
                ("headline", part.record.map { .string($0.headline) } ?? .null),
            ])
        }
        return JSONValue.members([
            ("verdict", .string(conclusion.rawValue)), ("headline", .string(verdict)),
            ("run", .string(run)), ("parts", .array(all)),
        ]).compactText + "\n"
    }
}
