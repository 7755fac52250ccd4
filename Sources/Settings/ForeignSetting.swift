/// A documented name that sets nothing here, with what it is and what to do about it.
public struct ForeignSetting: Hashable, Sendable {
    /// What such a name can be.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Of the system before; something else replaces it.
        case deprecated
        /// Of the proxy, which is no part of this program yet.
        case proxy
        /// A secret: read where it is needed, never shown.
        case secret
    }

    /// The name in the environment and in `.env` files.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// What to do about it.
    public let advice: String
    /// The document it comes from.
    public let document: String
}

extension ForeignSetting {
    /// All of them. A deprecated name that still works is a setting, too.
    public static let all = [
        ForeignSetting(
            name: "LEGACY_TOKEN_ESTIMATION", kind: .deprecated,
            advice: "replaced by ENABLE_ACCURATE_TOKEN_COUNTING (false estimates as before)",
            document: "003"),
        ForeignSetting(
            name: "FIXED_IMAGE_TOKENS", kind: .deprecated,
            advice: "replaced by ENABLE_DYNAMIC_IMAGE_TOKENS; holds only if that is false",
            document: "003"),
        ForeignSetting(
            name: "SIMPLE_TRUNCATION", kind: .deprecated,
            advice: "replaced by ENABLE_AI_CONDENSATION (false truncates); "
                + "management=legacy truncates as before",
            document: "003"),
        ForeignSetting(
            name: "AUTOTEXT_MODEL", kind: .proxy, advice: proxyAdvice, document: "003"),
        ForeignSetting(
            name: "AUTOVISION_MODEL", kind: .proxy, advice: proxyAdvice, document: "003"),
        ForeignSetting(
            name: "TEXT_ENDPOINT_PREFERENCE", kind: .proxy, advice: proxyAdvice, document: "003"),
        ForeignSetting(
            name: "SERVER_API_KEY", kind: .secret,
            advice: "read by a summariser behind HTTP, never shown", document: "002"),
    ]

    /// The one of that name, if there is one.
    public static subscript(name: String) -> ForeignSetting? { all.first { $0.name == name } }

    private static let proxyAdvice = "chooses the proxy's models; nothing here depends on it"
}
