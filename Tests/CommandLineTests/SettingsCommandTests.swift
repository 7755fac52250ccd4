import ContextPipeline
import Foundation
import Testing

@Suite struct SettingsCommandTests {
    let winnow: Program

    init() throws { winnow = try Program(in: Scratch()) }

    @Test func `every setting is printed with default, range and meaning`() throws {
        let run = try winnow("settings")
        #expect(run.status == 0)
        let lines = run.text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(lines.first == ["axis", "documented name", "default", "values", "meaning"])
        let rows = SettingTable.rows.map {
            [$0.name, $0.environment ?? "", $0.standard, $0.range, $0.meaning]
        }
        #expect(Array(lines.dropFirst()) == rows)
    }

    @Test func `the Markdown table has the same rows`() throws {
        let lines = try winnow("settings", "--markdown").text.split(separator: "\n")
        #expect(lines.count == SettingTable.rows.count + 2)
        #expect(lines[1] == "| --- | --- | --- | --- | --- |")
        for (line, row) in zip(lines.dropFirst(2), SettingTable.rows) {
            #expect(line.hasPrefix("| \(row.name) | ") && line.hasSuffix(" | \(row.meaning) |"))
            #expect(line.split(separator: "|", omittingEmptySubsequences: false).count == 7)
        }
    }

    @Test func `the README has that table`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains(try winnow("settings", "--markdown").text))
    }
}
