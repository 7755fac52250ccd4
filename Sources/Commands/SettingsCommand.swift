import ArgumentParser
import ContextPipeline
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

/// `winnow settings --check`: a `.env` file line by line, then how each feature can be taken back.
struct SettingsCheckReport {
    private let path: String
    private let check: SettingCheck

    /// Reads a file; it has to be UTF-8.
    init(path: String) throws {
        self.path = path
        let text = try InputText(path, for: .settings)
        check = withExtendedLifetime(text) { SettingCheck(EnvironmentFile(text.text)) }
    }

    /// Prints a line for each line of the file and each feature. Throws if something is refused.
    func print() throws {
        for verdict in check.verdicts {
            let (kind, words) = Self.words(for: verdict.finding)
            Output.row(["\(path):\(verdict.line)", kind, verdict.name, words])
        }
        for rollback in SettingRollback.all {
            let settings = rollback.settings.map { "\($0.name)=\($0.value)" }
            let state = rollback.holds(in: check.configuration) ? "taken back" : "in use"
            Output.row([
                "rollback", state, rollback.feature,
                "\(settings.joined(separator: " ")): \(rollback.instead)",
            ])
        }
        guard check.refused == 0 else {
            let lines = check.refused == 1 ? "1 line is" : "\(check.refused) lines are"
            throw CommandFailure(
                .badData,
                "\(path): \(lines) refused; correct or remove what is impossible, unknown or malformed"
            )
        }
    }

    /// A finding in words. Values of unknown names are not told: they may be secret.
    private static func words(for finding: SettingCheck.Finding) -> (kind: String, words: String) {
        switch finding {
        case .valid(let axis, let value): ("valid", "\(axis) = \(value)")
        case .overridden(let line): ("valid", "overridden on line \(line)")
        case .impossible(let value, let range): ("impossible", "'\(value)': expected \(range)")
        case .deprecated(let advice): ("deprecated", advice)
        case .elsewhere(let advice): ("recognised", advice)
        case .malformed(let expected): ("malformed", "expected \(expected)")
        case .unknown(let nearest):
            (
                "unknown",
                nearest.map { "no such setting; the nearest is \($0)" }
                    ?? "no such setting, and none of a similar name"
            )
        }
    }
}
