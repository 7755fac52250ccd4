public import ContextModel

/// Some neighbouring messages that are condensed as one.
///
/// Chunks own their messages: no message is in two. The overlap is seen by the summariser and
/// owned by the chunks before.
public struct Chunk: Hashable, Sendable {
    /// The positions of its messages in the history.
    public let messages: Range<Int>
    /// The positions of the messages before it that the summariser sees beside it.
    public let overlap: Range<Int>
    /// What its messages cost.
    public let tokens: TokenCount
    /// The digest of its messages, of its overlap, and of the settings that shape its summary.
    /// Where the chunk stands is no part of it.
    public let key: ContentDigest
    /// Its number in the conversation, from 0.
    public let slot: Int
    /// Whether a message of it holds a picture, in a tool's result or by itself.
    public let containsImages: Bool
    /// Whether no message that may follow can change it.
    public internal(set) var isSealed: Bool
    /// How many messages from the start its boundaries depend on; more than there are while it is open.
    let decidedBy: Int
}
