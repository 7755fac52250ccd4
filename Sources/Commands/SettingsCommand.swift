import ArgumentParser
import Settings

/// `winnow settings`: what can be set, and what is.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Prints every setting with its value, source, default, range and meaning.",
        discussion: """
            A value is the one of --set, else of the environment, else of --env-file, else of \
            --settings, else of --preset, else the default. `winnow run` reads none of them: its matrix \
            decides.

            --check looks at an old .env file instead: which lines hold, which cannot be (status 65), \
            which are of the system before, and how each feature can be taken back.
            """)

    @OptionGroup var options: SettingsOptions

    @Flag(help: "As a Markdown table.")
    var markdown = false

    @Flag(help: "The most important settings only, with their defaults: the README's table.")
    var prominent = false

    @Option(help: ArgumentHelp("Check a .env file.", valueName: "file"))
    var check: String?

    func validate() throws {
        if check != nil, options.isGiven || markdown || prominent {
            throw ValidationError("--check stands alone: it looks at one file.")
        }
        if prominent, options.isGiven {
            throw ValidationError("--prominent shows defaults: it takes no settings.")
        }
    }

    func run() throws {
        if let check { return try SettingsCheckReport(path: check).print() }
        write(prominent ? defaults : try values())
    }

    private var defaults: [[String]] {
        let header = ["axis", "documented name", "default", "values", "meaning"]
        return [header]
            + SettingTable.rows.filter(\.isProminent).map {
                [$0.name, $0.environment ?? "", $0.standard, $0.range, $0.meaning]
            }
    }

    private func values() throws -> [[String]] {
        let resolved = try options.resolved()
        for notice in resolved.notices {
            Output.note(
                "winnow: \(notice.source): \(notice.foreign.name): \(notice.foreign.advice)")
        }
        let header = [
            "axis", "documented name", "value", "source", "default", "values", "meaning",
        ]
        return [header]
            + resolved.rows.map { row in
                let setting = row.setting
                return [
                    setting.name, setting.environment ?? "", row.value, row.source.description,
                    setting.standard, setting.range, setting.meaning,
                ]
            }
    }

    private func write(_ rows: [[String]]) {
        guard markdown, let header = rows.first else {
            for row in rows { Output.row(row) }
            return
        }
        for row in [header, header.map { _ in "---" }] + rows.dropFirst() {
            Output.line("| " + row.joined(separator: " | ") + " |")
        }
    }
}

extension SettingsOptions {
    /// Whether any of the options stands on the command line.
    fileprivate var isGiven: Bool {
        !assignments.isEmpty || envFile != nil || settings != nil || preset != nil
    }
}
