public import ContextModel

/// The settings of a stage that condenses.
public struct CondensationPolicy: Hashable, Sendable {
    /// The fewest messages that are worth condensing.
    public var minimumMessages = 3
    /// The most messages of one request for a summary; atoms stay whole.
    public var maximumMessages = 10
    /// The most tokens of a summary as a share of what it stands for, in millionths.
    public var lengthRatioMillionths = 300_000
    /// The last messages that are never condensed.
    public var keptMessages = 2
    /// The kind of summaries.
    public var style = SummaryStyle.conversation
    /// Whether summaries may be as long as they usually are; else they are as short as the goal asks.
    public var isLight = true
    /// Whether a condensed part ends where a turn of the user begins, if one does.
    public var preservesFlow = true
    /// Whether summaries depend on what the conversation is about now: better, but never the same twice.
    public var isFocused = true
    /// Everything else that shapes an answer: the summariser, the scope; part of every key.
    public var basis = ""

    /// The documented defaults.
    public init() {}
}
