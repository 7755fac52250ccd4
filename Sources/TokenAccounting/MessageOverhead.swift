/// The fixed tokens that a chat encoding puts around messages.
///
/// `message`, `name` and `reply` are the constants of OpenAI's published counting recipe ("How to count
/// tokens with tiktoken", for cl100k_base and o200k_base chat models alike). Nothing is published for tool calls,
/// results and definitions, nor for other providers: those constants are ours, and estimates.
public struct MessageOverhead: Hashable, Sendable {
    /// Tokens around every message.
    public var message: Int
    /// Tokens for having a name, besides the name itself.
    public var name: Int
    /// Tokens that open the reply, once a request.
    public var reply: Int
    /// Tokens around every tool call; an estimate.
    public var toolCall: Int
    /// Tokens around every tool definition; an estimate.
    public var toolDefinition: Int

    /// The overhead of OpenAI's chat models.
    public static let standard = MessageOverhead(
        message: 3, name: 1, reply: 3, toolCall: 3, toolDefinition: 8)

    /// An overhead of other constants.
    public init(message: Int, name: Int, reply: Int, toolCall: Int, toolDefinition: Int) {
        self.message = message
        self.name = name
        self.reply = reply
        self.toolCall = toolCall
        self.toolDefinition = toolDefinition
    }
}
