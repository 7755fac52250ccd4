public import ContextModel

extension SummaryRequest {
    /// The digest of the request and of who is asked: the key of a recording. O(bytes).
    public func digest(for summarizer: String, _ hasher: any ContentHasher) -> ContentDigest {
        var bytes = canonicalBytes
        bytes.add(summarizer)
        return hasher.digest(bytes.bytes)
    }

    /// Every field of the request.
    var canonicalBytes: CanonicalBytes {
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
