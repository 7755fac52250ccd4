import ArgumentParser
import Evaluation
import Files
import Foundation
import Reporting
import Results

/// The forms in which a stored run can be had.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    /// The report, with pictures beside it, into a folder.
    case markdown
    /// The report as one page, into a folder.
    case html
    /// Every cell with every value, to standard output.
    case json, csv
    /// A test case for each cell, to standard output.
    case junit

    /// Whether it goes into a folder.
    var isFolder: Bool { self == .markdown || self == .html }
}

extension RunRecord {
    /// The run in a form that programs read; nil for the forms that go into a folder.
    func exported(as format: ReportFormat) -> String? {
        switch format {
        case .markdown, .html: nil
        case .json: RunJSON(self).text
        case .csv: RunTable(self).csv
        case .junit: JUnitReport(self).xml
        }
    }
}

/// The summary of a step on a build server, where there is one.
enum StepSummary {
    /// Appends to the file that `GITHUB_STEP_SUMMARY` names; nothing if it names none.
    static func append(_ text: String) throws {
        let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"] ?? ""
        guard !path.isEmpty else { return }
        try CommandFailure.writing {
            if !FileManager.default.fileExists(atPath: path) {
                return try AtomicFile.write(text, to: path)
            }
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: Data(("\n" + text).utf8))
        }
    }
}

extension ResultStore {
    /// The latest earlier run of the same matrix on the same recordings; nil if there is none.
    func predecessor(of run: RunDescription) throws -> RunRecord? {
        let corpora = Set(run.work.corpora.map(\.identity.hash))
        let name = try runs().last { other in
            other.id != run.id && other.startedAt <= run.startedAt
                && other.work.name == run.work.name
                && !corpora.isDisjoint(with: other.work.corpora.map(\.identity.hash))
        }?.id
        return try name.map { try load(run: $0) }
    }
}
