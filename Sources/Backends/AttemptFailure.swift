/// How one attempt at an answer failed, and with it whether another makes sense.
package enum AttemptFailure: Error, Hashable, Sendable {
    /// The prompt exceeds the model's window.
    case tooLong
    /// A time was over.
    case timedOut
    /// It may go better later; the server may have said when.
    case transient(String, wish: Duration? = nil)
    /// Another attempt would end the same, though of another server, or with another key, it would not.
    case misdirected(String)
    /// Another attempt would end the same.
    case permanent(String)
}

extension AttemptFailure {
    /// The same failure in at most 300 characters on one line, and without the key, should a server
    /// have repeated it.
    package func presentable(hiding key: String?) -> Self {
        switch self {
        case .tooLong, .timedOut: self
        case .transient(let words, let wish):
            .transient(Self.presentable(words, hiding: key), wish: wish)
        case .misdirected(let words): .misdirected(Self.presentable(words, hiding: key))
        case .permanent(let words): .permanent(Self.presentable(words, hiding: key))
        }
    }

    /// The key goes first: a cut through it would leave half of it.
    private static func presentable(_ words: String, hiding key: String?) -> String {
        var text = words
        if let key, !key.isEmpty { text = text.replacing(key, with: "…") }
        if text.count > 300 { text = text.prefix(299) + "…" }
        return String(text.map { $0 < " " || $0.isNewline ? " " : $0 })
    }
}
