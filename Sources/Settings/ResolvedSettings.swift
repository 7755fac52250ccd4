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
