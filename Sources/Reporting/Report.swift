package import Evaluation
package import Verdicts

/// A file of a report.
package struct ReportFile: Hashable, Sendable {
    /// The path relative to the report's folder, with `/` between parts.
    package let path: String
    /// The contents.
    package let text: String

    /// A file with its contents.
    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// A run as Markdown and pictures, for somebody who must decide.
///
/// A pure function of the record: no clock, no environment, the same bytes for the same record.
package struct Report: Sendable {
    /// The files: `report.md` first, then the pictures it shows by relative links.
    package let files: [ReportFile]

    /// The most bytes of `report.md`: what a step summary of a build service takes.
    package static let longest = 1_048_576

    /// What fits into the summary of a build step: the title, what to use, what changed, what stands out.
    package let summary: String

    /// What the report was made from, for the page of the same run.
    let subject: Subject

    /// The most bytes of the summary.
    package static let longestSummary = 65_536

    /// The report of a run. O(n log n) in the run's cells and samples.
    ///
    /// - Parameters:
    ///   - record: the run.
    ///   - decisions: what was decided of it, where that is known; it takes as long as the rest.
    ///   - previous: an earlier run of the same matrix, of which the report says what changed since.
    ///   - inspectOptions: the words by which `winnow inspect` finds the run and its recordings.
    ///   - pages: pages of conversations that stand beside the report, by the paths of `Extremes`.
    package init(
        _ record: RunRecord, decisions: [Decision]? = nil, previous: RunRecord? = nil,
        pages: [ReportFile] = [], inspectOptions: [String] = []
    ) {
        var subject = Subject(record, decisions: decisions, previous: previous)
        subject.pages = Set(pages.map(\.path))
        subject.inspectOptions = inspectOptions
        // Whoever only reads a database does not know where the run had its recordings; its command does.
        if !inspectOptions.contains("--corpora") {
            subject.inspectOptions += subject.command.corporaWords
        }
        self.subject = subject
        let sections = Self.sections(of: subject)
        files =
            [ReportFile(path: "report.md", text: Self.bounded(Self.text(sections), Self.longest))]
            + sections.flatMap(\.pictures) + pages
        let opening = [Self.title, Self.decision, Self.changes, Self.stands]
        summary = Self.bounded(
            Self.text(opening.compactMap { $0(subject)?.opening.captioned(by: subject) }),
            Self.longestSummary)
    }

    private static func text(_ sections: [Section]) -> String {
        sections.map(\.text).joined(separator: "\n\n") + "\n"
    }

    /// What every section is made from.
    struct Subject {
        let record: RunRecord
        /// The command that started the run.
        let command: RunCommandText
        let changes: ExactComparison?
        let previous: RunDescription?
        let table: CellTable
        let estimates: [EstimateError]
        let speeds: [Speed]
        /// All decisions of the run.
        let decisions: [Decision]
        /// What is recommended under the run's usual prices.
        let recommendations: [Recommendation]
        /// The conversations that stand out.
        let extremes: Extremes?
        /// Whether this is the page, whose tables hold everything and can be searched.
        var isPage = false
        /// The pages of conversations that stand beside this one.
        var pages: Set<String> = []
        /// The words by which `winnow inspect` finds the run and its recordings.
        var inspectOptions: [String] = []

        /// The axes that tell a cell of the run from the others of its matrix; nil for all of them.
        var tellingAxes: Set<String>? {
            command.isNarrowed
                ? nil : Set(table.variedSettings.map(\.axis.name))
        }

        /// The database that the report is made from as a word of a command; nil for the standard one.
        var databaseWord: String? {
            zip(inspectOptions, inspectOptions.dropFirst()).first { $0.0 == "--db" }
                .map { ShellWord.quoted($0.1) }
        }

        init(
            _ record: RunRecord, decisions: [Decision]? = nil, previous: RunRecord? = nil
        ) {
            self.record = record
            command = RunCommandText(record.description.command)
            self.previous = previous?.description
            changes = previous.map { ExactComparison(base: $0, head: record) }
            table = CellTable(record)
            estimates = EstimateError.all(of: table)
            speeds = Speed.all(of: table)
            self.decisions = decisions ?? Decision.all(of: record)
            recommendations = Recommendation.all(of: self.decisions)
            extremes = Extremes(self.decisions)
        }
    }

    /// A part of the report.
    struct Section {
        let text: String
        var pictures: [ReportFile] = []
        /// What the figures of its tables rest on.
        let basis: Basis

        /// A section of paragraphs under a heading; none if there are none.
        init?(
            _ heading: String, _ paragraphs: [String], pictures: [ReportFile] = [],
            basis: Basis = .exact
        ) {
            guard !paragraphs.isEmpty else { return nil }
            text = (["## " + heading] + paragraphs).joined(separator: "\n\n")
            self.pictures = pictures
            self.basis = basis
        }

        /// A section that writes its own heading.
        init(text: String, basis: Basis = .exact) {
            self.text = text
            self.basis = basis
        }

        /// The section as far as its first part with a heading of its own, without pictures.
        var opening: Section {
            let end = text.firstRange(of: "\n\n### ")?.lowerBound ?? text.endIndex
            return Section(text: String(text[..<end]), basis: basis)
        }
    }

    /// The sections in order: the decision, which is the first page, what the settings do, then the data.
    /// One that has nothing to show is left out.
    private static let sections: [@Sendable (Subject) -> Section?] = [
        title, decision, changes, candidates, extremes, stands, policies, compaction, compression,
        axes, byCorpus, header, estimates, risk, speed, arrivals, noise, cache, failures, cells,
        reproduction,
    ]

    /// What a subject has to show, each table with what it rests on.
    static func sections(of subject: Subject) -> [Section] {
        sections.compactMap { $0(subject)?.captioned(by: subject) }
    }

    /// The text, cut at a line if it is longer than a report may be.
    static func bounded(_ text: String, _ longest: Int) -> String {
        guard text.utf8.count > longest else { return text }
        let note =
            "\n\n(This was longer than \(Figure.count(longest)) bytes and is cut here; `winnow dump` has all.)\n"
        let bytes = text.utf8.prefix(longest - note.utf8.count)
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? bytes.startIndex
        return String(text[..<end]) + note
    }
}
