import ContextModel
import TokenAccounting

/// Every setting with its value and where that was given.
public struct ResolvedSettings: Sendable {
    /// A setting, its value, and where that was given.
    public struct Row: Sendable {
        /// The setting.
        public let setting: Setting
        /// Its value, as the table spells it.
        public let value: String
        /// The source that decided on it.
        public let source: SettingSource
    }

    /// A name that was given and sets nothing here, or that is deprecated.
    public struct Notice: Hashable, Sendable {
        /// The name and what it is.
        public let foreign: ForeignSetting
        /// Where it was given.
        public let source: SettingSource
    }

    /// The values together.
    public let configuration: PipelineConfiguration
    /// All settings, in the order of the table.
    public let rows: [Row]
    /// What was given and sets nothing here, in the order of precedence.
    public let notices: [Notice]

    /// Settings from several sources: whatever their order here, a source outweighs those of lower
    /// precedence, and of two values from one kind of source the later holds. The error says where the
    /// refused setting was given. Time grows with the number of settings given.
    public init(_ given: [GivenSetting]) throws(SettingError) {
        var values = SettingValues(.standard)
        var sources: [String: SettingSource] = [:]
        var notices: [Notice] = []
        for given in Self.byPrecedence(given) {
            let foreign = ForeignSetting[given.name]
            if let foreign, given.source != .commandLine {
                notices.append(Notice(foreign: foreign, source: given.source))
                if SettingTable[given.name] == nil { continue }
            }
            do throws(SettingError) {
                sources[try values.set(given.name, to: given.value).name] = given.source
            } catch {
                throw .refused(error, at: given.source)
            }
        }
        do throws(SettingError) {
            configuration = try values.checked()
        } catch {
            throw Self.located(error, sources)
        }
        self.notices = notices
        let configuration = configuration
        rows = SettingTable.rows.map {
            Row(
                setting: $0, value: $0.value(in: configuration),
                source: sources[$0.name] ?? .standard)
        }
    }

    private static func byPrecedence(_ given: [GivenSetting]) -> [GivenSetting] {
        given.enumerated().sorted {
            let (one, other) = ($0.element.source.precedence, $1.element.source.precedence)
            return one == other ? $0.offset < $1.offset : one < other
        }.map(\.element)
    }

    /// Says where a setting was given that does not agree with others; of a default, where the other was.
    private static func located(
        _ error: SettingError, _ sources: [String: SettingSource]
    ) -> SettingError {
        guard case .invalid(let name, _, _) = error else { return error }
        let related = SettingValues.related.first { $0.contains(name) } ?? []
        let others = related.compactMap { sources[$0] }
        let weightiest = others.max { $0.precedence < $1.precedence }
        guard let source = sources[name] ?? weightiest else { return error }
        return .refused(error, at: source)
    }
}

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

/// A configuration in the making: what several settings decide is checked when all are known.
struct SettingValues: Sendable {
    var configuration: PipelineConfiguration
    var caution: Share
    var warning: Share
    var critical: Share

    init(_ configuration: PipelineConfiguration) {
        self.configuration = configuration
        caution = configuration.thresholds.caution
        warning = configuration.thresholds.warning
        critical = configuration.thresholds.critical
    }

    /// Settings that are checked together, by axis name.
    static let related = [
        ["risk.caution", "risk.warning", "risk.critical"],
        ["condensation.minimumMessages", "condensation.maximumMessages"],
        ["condensation.aggressiveTarget", "condensation.lightTarget"],
        ["chunks.overlap", "chunks.size"], ["compression.mode", "counter"],
    ]

    /// The configuration, if its values agree with each other; the error names the first that does not.
    func checked() throws(SettingError) -> PipelineConfiguration {
        var configuration = configuration
        configuration.thresholds = try thresholds()
        try checkCondensation()
        try checkChunks()
        let compression = configuration.compression
        if compression.mode != .off, !configuration.counter.isExact {
            throw compression.refusal(with: configuration.counter.rawValue)
        }
        return configuration
    }

    private func thresholds() throws(SettingError) -> RiskThresholds {
        do throws(RiskThresholdError) {
            return try RiskThresholds(caution: caution, warning: warning, critical: critical)
        } catch {
            throw .invalid(
                name: "risk." + error.threshold.rawValue, value: error.value.decimal,
                range: "\(error.range.lowerBound.decimal) to \(error.range.upperBound.decimal), "
                    + "so that 0 < caution < warning < critical ≤ 1")
        }
    }

    private func checkCondensation() throws(SettingError) {
        let settings = configuration.condensation
        guard settings.minimumMessages <= settings.maximumMessages else {
            throw .invalid(
                name: "condensation.minimumMessages", value: String(settings.minimumMessages),
                range: "1 to \(settings.maximumMessages), "
                    + "not above condensation.maximumMessages (\(settings.maximumMessages))")
        }
        let light = settings.lightTarget
        guard settings.aggressiveTarget < light else {
            throw .invalid(
                name: "condensation.aggressiveTarget",
                value: settings.aggressiveTarget.decimal,
                range: "0.000001 to \(Share(millionths: light.millionths - 1).decimal), "
                    + "below condensation.lightTarget (\(light.decimal))")
        }
    }

    private func checkChunks() throws(SettingError) {
        let chunks = configuration.chunks
        guard chunks.overlap < chunks.size else {
            throw .invalid(
                name: "chunks.overlap", value: String(chunks.overlap),
                range: "0 to \(chunks.size - 1), less than chunks.size (\(chunks.size))")
        }
    }
}
