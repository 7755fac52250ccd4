extension SummaryRequest {
    /// The digest of the request and of all else that shapes its answer: who is asked, and for whom.
    /// Recordings, caches and plans know an answer by it. O(bytes).
    public func digest(for asked: String, _ hasher: any ContentHasher) -> ContentDigest {
        var bytes = canonicalBytes
        bytes.add(asked)
        return hasher.digest(bytes.bytes)
    }

    /// Every field of the request. O(bytes).
    public var canonicalBytes: CanonicalBytes {
        var bytes = CanonicalBytes()
        bytes.add("summary request/1")
        bytes.add(messages.count)
        for message in messages { bytes.add(message) }
        bytes.add(overlap.count)
        for message in overlap { bytes.add(message) }
        bytes.add(focus)
        bytes.add(budget.value)
        bytes.add(style.rawValue)
        return bytes
    }
}
