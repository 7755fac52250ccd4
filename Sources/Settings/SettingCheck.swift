/// What a `.env` file says of each setting: what holds, what is refused, what is of the system before.
public struct SettingCheck: Sendable {
    /// What is said of a line.
    public struct Verdict: Hashable, Sendable {
        /// The number of the line, from 1.
        public let line: Int
        /// The name on it; empty where the line cannot be read.
        public let name: String
        /// What it is.
        public let finding: Finding
    }

    /// What a line can be found to be.
    public enum Finding: Hashable, Sendable {
        /// A setting with a value in its range: its axis name, and the value as the table spells it.
        case valid(axis: String, value: String)
        /// A setting that holds, but a later line sets it again.
        case overridden(byLine: Int)
        /// A value that the setting cannot have, alone or beside the others; with what it may be.
        case impossible(value: String, range: String)
        /// A name of the system before; with what replaces it.
        case deprecated(advice: String)
        /// A name of another part, or a secret; with what it is.
        case elsewhere(advice: String)
        /// No name that is known; with the nearest.
        case unknown(nearest: String?)
        /// No `NAME=VALUE`; with what was expected.
        case malformed(expected: String)
    }

    /// A verdict for each line that is neither empty nor a comment, in the order of the file.
    public let verdicts: [Verdict]
    /// What the file makes of the defaults, as far as its values are possible.
    public let configuration: PipelineConfiguration

    /// Checks a file. Time grows with its length times the number of settings.
    public init(_ file: EnvironmentFile) {
        let last = Self.lastLines(file)
        var verdicts: [Verdict] = []
        var values = SettingValues(.standard)
        for line in file.lines {
            switch line.content {
            case .malformed(let expected):
                verdicts.append(
                    Verdict(line: line.number, name: "", finding: .malformed(expected: expected)))
            case .assignment(let name, let value):
                var finding = Self.finding(name, value, &values)
                let axis = SettingTable[name]?.name ?? name
                if case .valid = finding, let later = last[axis], later > line.number {
                    finding = .overridden(byLine: later)
                }
                verdicts.append(Verdict(line: line.number, name: name, finding: finding))
            }
        }
        (self.verdicts, configuration) = Self.checkTogether(verdicts, values)
    }

    /// How many lines are refused: impossible, unknown or unreadable ones.
    public var refused: Int { verdicts.count(where: \.finding.isRefused) }

    private static func lastLines(_ file: EnvironmentFile) -> [String: Int] {
        var lines: [String: Int] = [:]
        for line in file.lines {
            guard case .assignment(let name, _) = line.content else { continue }
            lines[SettingTable[name]?.name ?? name] = line.number
        }
        return lines
    }

    private static func finding(
        _ name: String, _ value: String, _ values: inout SettingValues
    ) -> Finding {
        let foreign = ForeignSetting[name]
        guard let setting = SettingTable[name] else {
            guard let foreign else { return .unknown(nearest: SettingTable.nearest(to: name)) }
            return foreign.kind == .deprecated
                ? .deprecated(advice: foreign.advice) : .elsewhere(advice: foreign.advice)
        }
        guard setting.form.write(value, &values) else {
            return .impossible(value: value, range: setting.range)
        }
        if let foreign { return .deprecated(advice: foreign.advice) }
        return .valid(axis: setting.name, value: setting.form.read(values))
    }

    /// Finds settings that are fine alone and break each other. Of those the file sets, the named one is
    /// refused, or if that is a default the last that is related to it; they then count as not set.
    private static func checkTogether(
        _ verdicts: [Verdict], _ values: SettingValues
    ) -> ([Verdict], PipelineConfiguration) {
        var (verdicts, values) = (verdicts, values)
        for _ in SettingValues.related {
            do throws(SettingError) {
                return (verdicts, try values.checked())
            } catch {
                guard case .invalid(let name, let value, let range) = error,
                    let related = SettingValues.related.first(where: { $0.contains(name) })
                else { break }
                if let index = place(of: name, related, in: verdicts),
                    case .valid(let axis, let own) = verdicts[index].finding
                {
                    let told = axis == name ? range : "\(name), which is \(value), to be \(range)"
                    verdicts[index] = Verdict(
                        line: verdicts[index].line, name: verdicts[index].name,
                        finding: .impossible(value: own, range: told))
                }
                values.reset(related)
            }
        }
        return (verdicts, (try? values.checked()) ?? .standard)
    }

    private static func place(
        of name: String, _ related: [String], in verdicts: [Verdict]
    ) -> Int? {
        func isValid(_ verdict: Verdict, _ names: [String]) -> Bool {
            guard case .valid(let axis, _) = verdict.finding else { return false }
            return names.contains(axis)
        }
        return verdicts.lastIndex { isValid($0, [name]) }
            ?? verdicts.lastIndex { isValid($0, related) }
    }
}

extension SettingCheck.Finding {
    /// Whether a file with it cannot be used.
    public var isRefused: Bool {
        switch self {
        case .impossible, .unknown, .malformed: true
        case .valid, .overridden, .deprecated, .elsewhere: false
        }
    }
}

extension SettingValues {
    /// Gives settings their defaults again.
    fileprivate mutating func reset(_ names: [String]) {
        for setting in names.compactMap({ SettingTable[$0] }) {
            _ = setting.form.write(setting.standard, &self)
        }
    }
}

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
