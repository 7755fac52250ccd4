/// What is known of a chunk's condensation, by the documented names.
public enum ChunkState: String, Hashable, Sendable, CaseIterable {
    /// It has not been condensed, or nothing is remembered of it.
    case unprocessed = "UNPROCESSED"
    /// Someone condenses it now.
    case condensing = "CONDENSING"
    /// Its summary is there, and young enough.
    case condensed = "CONDENSED"
    /// Its place in the conversation held other content when that was condensed.
    case modified = "MODIFIED"
    /// Its summary is there, but so old that it is made again.
    case expired = "EXPIRED"
}

/// A chunk's place in a conversation, whatever its content.
public struct ChunkSlot: Hashable, Sendable {
    /// The conversation's identity.
    public let conversation: String
    /// The chunk's number in it.
    public let number: Int

    /// A slot.
    public init(_ conversation: String, _ number: Int) {
        self.conversation = conversation
        self.number = number
    }
}
