import ContextModel

extension SettingTable {
    /// Why a name that is no setting's is refused.
    static func refusal(of name: String) -> SettingError {
        if let foreign = ForeignSetting[name] {
            return .elsewhere(name: name, advice: foreign.advice)
        }
        return .unknown(name: name, nearest: nearest(to: name))
    }

    /// The known name that is most like a text, if one is like it. In capitals, an environment name where
    /// there is one.
    public static func nearest(to text: String) -> String? {
        NearestName.all(like: text, among: knownNames(asIn: text), atMost: 1).first
    }

    /// The names of the spelling that a text has, then those of settings that have no such name.
    private static func knownNames(asIn text: String) -> [String] {
        guard text.contains(where: \.isUppercase), !text.contains(".") else {
            return rows.map(\.name) + rows.compactMap(\.environment)
        }
        return rows.compactMap(\.environment) + ForeignSetting.all.map(\.name) + rows.map(\.name)
    }
}
