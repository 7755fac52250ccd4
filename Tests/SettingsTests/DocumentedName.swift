import Foundation

/// A row of `DocumentedNames.tsv`: something that the documents name, where it acts here, and what shows it.
struct DocumentedName: Sendable {
    /// What a named thing can be.
    enum Kind: String, CaseIterable {
        case function, `class`, setting, field, statistic, state, strategy, endpoint, figure
        case behaviour, planned
    }

    /// How far a named thing is there.
    enum State: String, CaseIterable {
        /// It acts, and the test shows it.
        case whole
        /// Some of it; the note says what is missing.
        case part
        /// Nothing of it.
        case absent
        /// It comes with the HTTP interface.
        case endpoint
        /// The contract gives it to a later issue, which the note names.
        case later
        /// The contract does not want it, or it is a figure that nothing could measure; the note says why.
        case refused
    }

    let line: Int
    let name: String
    /// The numbers of the documents that name it; `contract` where none does.
    let documents: [String]
    let kind: String
    /// What acts: settings with their defaults, commands with what they print, declarations.
    let places: [String]
    /// `Suite/test`, or the id of a claim; nil where nothing shows it.
    let test: String?
    let state: String
    let note: String

    /// All rows; none where the file cannot be read.
    static let all: [DocumentedName] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "DocumentedNames.tsv")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").enumerated().dropFirst().compactMap {
            DocumentedName(line: $0.offset + 1, $0.element)
        }
    }()

    private init?(line: Int, _ row: Substring) {
        let cells = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 7 else { return nil }
        self.line = line
        name = cells[0]
        documents = cells[1].split(separator: " ").map(String.init)
        kind = cells[2]
        places = cells[3] == "-" ? [] : cells[3].components(separatedBy: "; ")
        test = cells[4] == "-" ? nil : cells[4]
        state = cells[5]
        note = cells[6]
    }

    /// The settings that it names, each with the default that it tells, if it tells one.
    var settings: [(name: String, standard: String?)] {
        places.filter { $0.hasPrefix("setting ") }.map { place in
            let parts = place.dropFirst("setting ".count).split(
                separator: " = ", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
        }
    }

    /// The commands that it names, with their options and the members of what they print.
    var commands: [String] { places.filter { $0.hasPrefix("winnow ") } }

    /// The declarations that it names.
    var declarations: [String] {
        places.filter { !$0.hasPrefix("setting ") && !$0.hasPrefix("winnow ") }
    }

    /// For a failing expectation.
    var place: String { "DocumentedNames.tsv:\(line): \(name)" }
}
