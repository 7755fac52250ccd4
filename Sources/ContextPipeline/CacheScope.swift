import Settings

/// Whose summaries a session finds: its own alone, or those of every session of a shared scope.
struct CacheScope: Hashable, Sendable {
    /// Part of the key of everything that is remembered; different scopes have different names.
    let name: String
    /// Whether the name means the same in another process: only then is anything kept beyond this one,
    /// or looked for there.
    let isLasting: Bool

    /// The scope of a session: the one that it shares by the settings, else the one of its name, else
    /// that of its number in the memory, which no other session has.
    init(_ settings: ContextCacheSettings, session: String?, number: Int) {
        if settings.scope != ContextCacheSettings.perSession {
            self.init(name: "shared " + settings.scope, isLasting: true)
        } else if let session {
            self.init(name: "session " + session, isLasting: true)
        } else {
            self.init(name: "unnamed \(number)", isLasting: false)
        }
    }

    private init(name: String, isLasting: Bool) {
        self.name = name
        self.isLasting = isLasting
    }
}
