import ArgumentParser
import ContextPipeline

/// `winnow settings`: what can be set.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Prints every setting with its default, range and meaning.")

    @Flag(help: "As a Markdown table, the one of the README.")
    var markdown = false

    func run() throws {
        let rows = SettingTable.rows.map { row in
            [row.name, row.environment ?? "", row.standard, row.range, row.meaning]
        }
        let header = ["axis", "documented name", "default", "values", "meaning"]
        guard markdown else {
            for row in [header] + rows { Output.line(row.joined(separator: "\t")) }
            return
        }
        let rule = header.map { _ in "---" }
        for row in [header, rule] + rows { Output.line("| " + row.joined(separator: " | ") + " |") }
    }
}
