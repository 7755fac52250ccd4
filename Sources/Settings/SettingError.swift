/// A setting that does not exist, cannot have the value it was given, or cannot be read.
public indirect enum SettingError: Error, Hashable, Sendable {
    /// No setting has that name; with the known name that is nearest, if one is near.
    case unknown(name: String, nearest: String?)
    /// The setting cannot have that value; with the values it may have.
    case invalid(name: String, value: String, range: String)
    /// The name is known but no setting of this table; with what it is and what to do.
    case elsewhere(name: String, advice: String)
    /// The text is no setting; with what was expected. The text is not told: it may be secret.
    case malformed(expected: String)
    /// One of the others, with where the setting was given.
    case refused(SettingError, at: SettingSource)
}

extension SettingError: CustomStringConvertible {
    /// One line that names the setting, the value, and what was expected.
    public var description: String {
        switch self {
        case .unknown(let name, let nearest):
            "there is no setting '\(name)'" + (nearest.map { "; the nearest is '\($0)'" } ?? "")
                + ": correct or remove it; `winnow settings` lists all"
        case .invalid(let name, let value, let range):
            "setting \(name): '\(value)' is refused: expected \(range)"
        case .elsewhere(let name, let advice):
            "\(name) is not set here: \(advice)"
        case .malformed(let expected):
            "expected \(expected)"
        case .refused(let error, let source):
            "\(source): \(error.description)"
        }
    }
}
