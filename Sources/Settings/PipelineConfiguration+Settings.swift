extension PipelineConfiguration {
    /// A setting given by axis or environment name, with its value as text.
    public typealias Given = (name: String, value: String)

    /// The defaults with some settings changed. What depends on several settings is checked when all
    /// are read, so their order does not matter; of two values for one setting the later holds.
    public init(settings: [Given]) throws(SettingError) {
        self = .standard
        try apply(settings)
    }

    /// Changes some settings, all or, if one is refused, none.
    public mutating func apply(_ settings: [Given]) throws(SettingError) {
        var values = SettingValues(self)
        for given in settings {
            _ = try values.set(given.name, to: given.value)
        }
        self = try values.checked()
    }

    /// The value of a setting, by axis or environment name.
    public func value(of name: String) throws(SettingError) -> String {
        guard let setting = SettingTable[name] else { throw SettingTable.refusal(of: name) }
        return setting.value(in: self)
    }

    /// All settings by axis name, in the order of the table; reading them back gives this
    /// configuration.
    public var settings: [Given] {
        SettingTable.rows.map { (name: $0.name, value: $0.value(in: self)) }
    }
}

extension SettingValues {
    /// Sets one value and returns the setting it is of.
    mutating func set(_ name: String, to value: String) throws(SettingError) -> Setting {
        guard let setting = SettingTable[name] else { throw SettingTable.refusal(of: name) }
        guard setting.form.write(value, &self) else {
            throw .invalid(name: name, value: value, range: setting.range)
        }
        return setting
    }
}
