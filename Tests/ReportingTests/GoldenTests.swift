import FoundationEssentials
import Reporting
import Testing

@Suite struct GoldenTests {
    private let report = Report(SampleRun.record)

    @Test func `the report of the sample run is the golden one`() throws {
        #expect(report.files.map(\.path) == ["report.md", "risk.svg", "speed.svg", "latency.svg"])
        try Golden.check(report.files.map { ($0.path, $0.text) })
    }

    @Test func `the same record gives the same bytes`() {
        #expect(Report(SampleRun.record).files == report.files)
    }

    @Test func `every picture that is shown is a file, and every file is shown`() throws {
        for report in [report, Report(DecisionRun.record)] {
            let text = try #require(report.files.first).text
            let shown = text.split(separator: "\n").filter { $0.hasPrefix("![") }
                .compactMap { $0.split(separator: "](").last?.split(separator: ")").first }
                .map(String.init)
            #expect(shown == report.files.dropFirst().map(\.path))
        }
    }
}

/// Files that a report is held to, byte for byte.
enum Golden {
    private static let folder = #filePath.replacing("GoldenTests.swift", with: "Goldens/")

    /// Checks texts against the files of their names; `RECORD_GOLDEN=1` rewrites these, and that run
    /// ends red.
    static func check(_ files: [(path: String, text: String)]) throws {
        let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"
        for file in files {
            let place = URL(filePath: folder + file.path)
            if isRecording { try Data(file.text.utf8).write(to: place) }
            let golden = String(decoding: try Data(contentsOf: place), as: UTF8.self)
            #expect(firstDifference(file.text, golden) == nil, "\(file.path) differs")
        }
        if isRecording {
            Issue.record("the golden files were rewritten: read them, then run again")
        }
    }

    /// The first line in which two texts differ.
    private static func firstDifference(_ text: String, _ golden: String) -> String? {
        if text == golden { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let others = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let pair = zip(lines, others).first { $0 != $1 }
        return pair.map { "\($0) / \($1)" } ?? "\(lines.count) lines, not \(others.count)"
    }
}
