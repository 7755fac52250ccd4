import ContextModel

/// The placeholders that were made, found again by what they say and by the message before them.
///
/// Bounded: of those made long ago and not seen since, half are forgotten at a time. A placeholder that
/// was forgotten is a message like any other.
struct PlaceholderRecords {
    private var recent: [DigestKey: Placeholder] = [:]
    private var older: [DigestKey: Placeholder] = [:]

    /// Enough for the sessions of a busy hour, a few placeholders each, in some megabytes.
    private static let mostRecent = 32_768

    /// What was made under a key. O(1).
    mutating func find(_ key: ContentDigest) -> Placeholder? {
        let key = DigestKey(key)
        if let known = recent[key] { return known }
        guard let known = older[key] else { return nil }
        keep(known, under: key)
        return known
    }

    /// Remembers what was made. O(1), amortised.
    mutating func keep(_ placeholder: Placeholder, under key: ContentDigest) {
        keep(placeholder, under: DigestKey(key))
    }

    private mutating func keep(_ placeholder: Placeholder, under key: DigestKey) {
        if recent.count >= Self.mostRecent {
            older = recent
            recent = [:]
        }
        recent[key] = placeholder
    }
}

/// Knows the placeholders of one scope.
struct ScopedPlaceholders {
    let memory: ContextMemory
    let scope: CacheScope
    let hasher: any ContentHasher

    /// The placeholders among the messages that a client sends, by position. Only what reads like one
    /// is looked up. O(bytes of those).
    func found(in messages: ArraySlice<Message>) -> [Int: Placeholder] {
        var found: [Int: Placeholder] = [:]
        var before: Message?
        for (index, message) in messages.enumerated() where message.role != .system {
            if PlaceholderText.isOne(message),
                let known = memory.placeholder(key(message, after: before))
            {
                found[index] = known
            }
            before = message
        }
        return found
    }

    /// Remembers the placeholders of a context that a client gets. O(messages, and their bytes).
    func keep(_ draft: Draft) {
        var before: Message?
        for index in draft.items.indices where draft.items[index].message.role != .system {
            let item = draft.items[index]
            if let placeholder = item.placeholder {
                memory.keep(placeholder, under: key(item.message, after: before))
            }
            before = item.message
        }
    }

    /// What a placeholder is known by: who says it, its words, and those of the message before it,
    /// system messages apart (they may tell the date). So the same words elsewhere in the conversation,
    /// or in another scope, are a message like any other.
    private func key(_ message: Message, after before: Message?) -> ContentDigest {
        var bytes = CanonicalBytes()
        bytes.add("placeholder")
        bytes.add(scope.name)
        for message in [before, message] {
            bytes.add(message?.role.rawValue)
            let texts = message?.parts.compactMap { part in
                if case .text(let part) = part { part.text } else { nil }
            }
            bytes.add(texts?.count ?? 0)
            for text in texts ?? [] { bytes.add(text) }
        }
        return hasher.digest(bytes.bytes)
    }
}
