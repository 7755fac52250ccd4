/// A row of the table of settings: what a setting is called, means and may be.
public struct Setting: Sendable {
    /// The name as an axis of a matrix and on the command line.
    public let name: String
    /// The name in the environment and in `.env` files, if the documents have one.
    public let environment: String?
    /// What the setting means, for people.
    public let meaning: String
    /// The number of the document it comes from, or nil if it is ours.
    public let document: String?
    /// Whether it is among the few that most users will want to know.
    public let isProminent: Bool
    /// What it decides on.
    public private(set) var role = Role.policy
    let form: SettingForm

    /// What a setting decides on.
    public enum Role: Hashable, Sendable {
        /// How requests are shortened: what a user chooses between.
        case policy
        /// What is done to the text that is sent, whatever the policy.
        case compression
        /// The situation that a policy is chosen for.
        case situation
        /// How something is counted, which changes what is measured and not what is done.
        case measurement
    }

    init(
        _ name: String, env environment: String? = nil, doc document: String? = nil,
        isProminent: Bool = false, _ meaning: String, _ form: SettingForm
    ) {
        self.name = name
        self.environment = environment
        self.meaning = meaning
        self.document = document
        self.isProminent = isProminent
        self.form = form
    }

    /// The same row of a setting that decides on something else than the policy.
    func deciding(on role: Role) -> Self {
        var setting = self
        setting.role = role
        return setting
    }

    /// The values it may have, for people.
    public var range: String { form.range }

    /// The default, as text.
    public var standard: String { value(in: .standard) }

    /// Its value in a configuration, as text that reads back as the same value.
    public func value(in configuration: PipelineConfiguration) -> String {
        form.read(SettingValues(configuration))
    }

    /// A value of this setting as the table spells it, or nil if it is out of range. What only several
    /// settings together can break is not looked at.
    public func spelling(of value: String) -> String? {
        var values = SettingValues(.standard)
        return form.write(value, &values) ? form.read(values) : nil
    }

    /// Whether a name means this setting, as an axis or in the environment.
    public func isCalled(_ name: String) -> Bool { name == self.name || name == environment }
}
