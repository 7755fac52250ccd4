public import ContextModel

/// What the tokens of a message or a request are spent on; the parts sum to the total.
public struct CostBreakdown: Hashable, Sendable {
    /// The encoding's fixed tokens around messages, calls and definitions; an estimate beyond the
    /// published recipe.
    public var overhead = 0
    /// The words for who speaks.
    public var roles = 0
    /// Speakers' names and the names of tools beside results.
    public var names = 0
    /// Identifiers of tool calls, beside calls and results.
    public var ids = 0
    /// Text for the reader.
    public var text = 0
    /// The model's thinking.
    public var reasoning = 0
    /// Names and arguments of tool calls.
    public var toolCalls = 0
    /// Texts that tools answered.
    public var toolResults = 0
    /// Pictures, by the image rule; an estimate.
    public var images = 0
    /// Thinking that only its provider can read, by its length; an estimate.
    public var redactedThinking = 0
    /// Parts of unknown kind, by their JSON text; an estimate.
    public var opaque = 0
    /// Tool definitions, by their JSON text; an estimate.
    public var toolDefinitions = 0
    /// Pictures counted without a description, though the rule asks for one.
    public var undescribedImages = 0

    /// Nothing spent.
    public init() {}

    /// Everything together, in tokens.
    public var total: TokenCount {
        content + TokenCount(overhead + images + redactedThinking + opaque + toolDefinitions)
    }

    /// What the counter itself counted: exact with an exact counter.
    public var content: TokenCount {
        TokenCount(roles + names + ids + text + reasoning + toolCalls + toolResults)
    }

    /// Adds another breakdown, part by part.
    public static func += (left: inout Self, right: Self) {
        left.overhead += right.overhead
        left.roles += right.roles
        left.names += right.names
        left.ids += right.ids
        left.text += right.text
        left.reasoning += right.reasoning
        left.toolCalls += right.toolCalls
        left.toolResults += right.toolResults
        left.images += right.images
        left.redactedThinking += right.redactedThinking
        left.opaque += right.opaque
        left.toolDefinitions += right.toolDefinitions
        left.undescribedImages += right.undescribedImages
    }
}
