import ContextPipeline
import Settings

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
