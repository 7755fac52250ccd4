package import Evaluation

/// A file of a report.
package struct ReportFile: Hashable, Sendable {
    /// The path relative to the report's folder, with `/` between parts.
    package let path: String
    /// The contents.
    package let text: String
}

/// A run as Markdown and pictures, for somebody who must decide.
///
/// A pure function of the record: no clock, no environment, the same bytes for the same record.
package struct Report: Sendable {
    /// The files: `report.md` first, then the pictures it shows by relative links.
    package let files: [ReportFile]

    /// The most bytes of `report.md`.
    package static let longest = 1_048_576

    /// The report of a run. O(n log n) in the run's cells and samples.
    package init(_ record: RunRecord) {
        let subject = Subject(record)
        let sections = Self.sections.compactMap { $0(subject) }
        let markdown = sections.map(\.text).joined(separator: "\n\n") + "\n"
        files =
            [ReportFile(path: "report.md", text: Self.bounded(markdown))]
            + sections.flatMap(\.pictures)
    }

    /// What every section is made from.
    struct Subject {
        let record: RunRecord
        let table: CellTable
        let estimates: [EstimateError]
        let speeds: [Speed]

        init(_ record: RunRecord) {
            self.record = record
            table = CellTable(record)
            estimates = EstimateError.all(of: table)
            speeds = Speed.all(of: table)
        }
    }

    /// A part of the report.
    struct Section {
        let text: String
        var pictures: [ReportFile] = []

        /// A section of paragraphs under a heading; none if there are none.
        init?(_ heading: String, _ paragraphs: [String], pictures: [ReportFile] = []) {
            guard !paragraphs.isEmpty else { return nil }
            text = (["## " + heading] + paragraphs).joined(separator: "\n\n")
            self.pictures = pictures
        }

        /// A section that writes its own heading.
        init(text: String) { self.text = text }
    }

    /// The sections in order; one that has nothing to show is left out.
    private static let sections: [@Sendable (Subject) -> Section?] = [
        summary, decision, header, shortening, compaction, compression, documented, axes, estimates,
        risk,
        speed, arrivals, cache,
        failures,
        cells, reproduction,
    ]

    /// The text, cut at a line if it is longer than a report may be.
    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > longest else { return text }
        let note =
            "\n\n(The report was longer than 1 MiB and is cut here; `winnow dump` has all.)\n"
        let bytes = text.utf8.prefix(longest - note.utf8.count)
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? bytes.startIndex
        return String(text[..<end]) + note
    }
}
