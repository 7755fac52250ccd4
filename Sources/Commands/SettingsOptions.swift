import ArgumentParser
import Evaluation
import Foundation
import Settings

/// Where settings come from: what commands that follow the environment have in common.
struct SettingsOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A setting, by axis or environment name; may be repeated. Outweighs the environment, which "
                + "outweighs --env-file, --settings and --preset, in this order.",
            valueName: "name=value"))
    var assignments: [String] = []

    @Option(help: ArgumentHelp("A .env file.", valueName: "file"))
    var envFile: String?

    @Option(
        help: ArgumentHelp(
            "A YAML or JSON file of names and values; groups are joined by dots.",
            valueName: "file"))
    var settings: String?

    @Option(help: "Settings for a purpose: \(SettingPreset.words).")
    var preset: SettingPreset?

    func validate() throws {
        for assignment in assignments where Self.sides(of: assignment) == nil {
            throw ValidationError("--set takes NAME=VALUE; see `winnow settings` for the names.")
        }
    }

    /// All settings, with where each was given. Of the environment only the names of the table are
    /// read. Throws what `CommandFailure` reports.
    func resolved() throws -> ResolvedSettings {
        try ResolvedSettings(
            fromPreset + fromFile() + fromEnvironmentFile() + fromEnvironment + fromCommandLine)
    }

    private var fromPreset: [GivenSetting] {
        guard let preset else { return [] }
        return preset.settings.map { GivenSetting($0.name, $0.value, at: .preset(preset)) }
    }

    private func fromFile() throws -> [GivenSetting] {
        guard let settings else { return [] }
        let text = try InputText(settings, for: .settings, validated: false, kept: true)
        let bytes = withExtendedLifetime(text) { Array(text.bytes) }
        let yaml = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let isCommented = settings.hasSuffix(".jsonc")
        return try SettingsFile(
            yaml: isCommented ? SettingsFile.withoutComments(yaml) : yaml, file: settings
        ).settings
    }

    private func fromEnvironmentFile() throws -> [GivenSetting] {
        guard let envFile else { return [] }
        let text = try InputText(envFile, for: .settings, kept: true)
        let file = withExtendedLifetime(text) { EnvironmentFile(text.text) }
        return try file.settings(named: envFile)
    }

    private var fromEnvironment: [GivenSetting] {
        let environment = ProcessInfo.processInfo.environment
        let names =
            SettingTable.rows.compactMap(\.environment)
            + ForeignSetting.all.map(\.name).filter { SettingTable[$0] == nil }
        return names.compactMap { name in
            environment[name].map { GivenSetting(name, $0, at: .environment) }
        }
    }

    private var fromCommandLine: [GivenSetting] {
        assignments.compactMap(Self.sides).map {
            GivenSetting($0.name, $0.value, at: .commandLine)
        }
    }

    private static func sides(of assignment: String) -> (name: String, value: String)? {
        guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
            return nil
        }
        let value = assignment[assignment.index(after: equals)...]
        return (String(assignment[..<equals]), String(value))
    }
}

extension SettingPreset: ExpressibleByArgument {
    fileprivate static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
