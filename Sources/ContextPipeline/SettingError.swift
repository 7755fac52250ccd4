/// A setting that does not exist or cannot have the value it was given.
public enum SettingError: Error, Hashable, Sendable {
    /// No setting has that name; with the names there are.
    case unknown(name: String, known: [String])
    /// The setting cannot have that value; with the values it may have.
    case invalid(name: String, value: String, range: String)
}

extension SettingError: CustomStringConvertible {
    /// One line that names the setting, the value, and what was expected.
    public var description: String {
        switch self {
        case .unknown(let name, let known):
            "there is no setting '\(name)': expected one of \(known.joined(separator: ", "))"
        case .invalid(let name, let value, let range):
            "setting \(name): '\(value)' is refused: expected \(range)"
        }
    }
}
