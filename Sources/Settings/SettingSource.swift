/// Where a setting was given. Each source outweighs those before it, in this order.
public enum SettingSource: Hashable, Sendable {
    /// Nowhere: the default holds.
    case standard
    /// In a named preset.
    case preset(SettingPreset)
    /// On a line, from 1, of a settings file.
    case file(String, line: Int)
    /// On a line, from 1, of a `.env` file.
    case environmentFile(String, line: Int)
    /// In the environment of the process.
    case environment
    /// On the command line.
    case commandLine

    /// The place in the order of precedence, the default's being 0.
    public var precedence: Int {
        switch self {
        case .standard: 0
        case .preset: 1
        case .file: 2
        case .environmentFile: 3
        case .environment: 4
        case .commandLine: 5
        }
    }
}

extension SettingSource: CustomStringConvertible {
    /// A few words; of a file its name and the line.
    public var description: String {
        switch self {
        case .standard: "default"
        case .preset(let preset): "preset \(preset.rawValue)"
        case .file(let name, let line), .environmentFile(let name, let line): "\(name):\(line)"
        case .environment: "environment"
        case .commandLine: "--set"
        }
    }
}

/// One setting as it was given, and where.
public struct GivenSetting: Hashable, Sendable {
    /// The axis or environment name.
    public var name: String
    /// The value as text.
    public var value: String
    /// Where it stands.
    public var source: SettingSource

    /// A setting given somewhere.
    public init(_ name: String, _ value: String, at source: SettingSource) {
        self.name = name
        self.value = value
        self.source = source
    }
}
