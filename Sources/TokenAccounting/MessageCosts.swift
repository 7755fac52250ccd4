public import ContextModel
public import StrictJSON

/// Says what messages and requests cost: one counter, one overhead, one image rule.
public struct MessageCosts: Sendable {
    /// Counts the texts.
    public let counter: any TokenCounter
    /// The fixed tokens around messages.
    public let overhead: MessageOverhead
    /// How pictures count.
    public let images: ImageRule
    /// The tokens of the roles' own words, in the order of `Role.allCases`: every message has one.
    private let roles: [Int]

    /// Costs by a counter.
    public init(
        counter: any TokenCounter, overhead: MessageOverhead = .standard,
        images: ImageRule = .standard
    ) {
        self.counter = counter
        self.overhead = overhead
        self.images = images
        roles = Role.allCases.map { counter.count($0.rawValue).value }
    }

    /// What a message costs. Adding a part, name, id or call never lowers it.
    public func cost(of message: Message) -> CostBreakdown {
        var cost = CostBreakdown()
        cost.overhead = overhead.message
        cost.roles = message.wire.role.map(count) ?? roles[message.role.index]
        if let name = message.name {
            cost.overhead += overhead.name
            cost.names = count(name)
        }
        for part in message.parts { add(part, to: &cost) }
        return cost
    }

    /// What the tool definitions of a request cost, by their JSON text.
    public func cost(ofTools tools: [JSONValue]) -> CostBreakdown {
        var cost = CostBreakdown()
        for tool in tools {
            cost.overhead += overhead.toolDefinition
            cost.toolDefinitions += count(tool.compactText)
        }
        return cost
    }

    /// What opens the reply, once a request.
    public var reply: CostBreakdown {
        var cost = CostBreakdown()
        cost.overhead = overhead.reply
        return cost
    }

    /// What a whole request costs: tool definitions, all messages, and the opening of the reply.
    public func cost(of messages: some Sequence<Message>, tools: [JSONValue] = []) -> CostBreakdown
    {
        var cost = cost(ofTools: tools)
        for message in messages { cost += self.cost(of: message) }
        cost += reply
        return cost
    }

    private func add(_ part: ContentPart, to cost: inout CostBreakdown) {
        switch part {
        case .text(let part): cost.text += count(part.text)
        case .reasoning(let part): cost.reasoning += count(part.text)
        case .image(let image): add(image, to: &cost)
        case .toolCall(let call):
            cost.overhead += overhead.toolCall
            cost.toolCalls += count(call.name) + count(call.arguments.text)
            cost.ids += call.id.map(count) ?? 0
        case .toolResult(let result): add(result, to: &cost)
        case .opaque(let value):
            if let thinking = part.redactedThinking {
                cost.redactedThinking += Self.tokens(ofRedacted: thinking)
            } else {
                cost.opaque += count(value.compactText)
            }
        }
    }

    /// What encrypted thinking may cost: three tokens for sixteen characters, rounded up, whatever the
    /// counter.
    ///
    /// Base64 writes three bytes as four characters, and English has about four bytes a token. The
    /// signatures of recorded thinking, which are encrypted alike, have 5 to 7 characters for each of its
    /// tokens, where the rule has 5.3; counted as a text, base64 would have 1.4.
    static func tokens(ofRedacted data: String) -> Int { (data.utf8.count * 3 + 15) / 16 }

    private func add(_ image: ImagePart, to cost: inout CostBreakdown) {
        cost.images += images.tokens(of: image)
        if images.misses(descriptionOf: image) { cost.undescribedImages += 1 }
    }

    private func add(_ result: ToolResult, to cost: inout CostBreakdown) {
        cost.ids += result.callID.map(count) ?? 0
        cost.names += result.name.map(count) ?? 0
        for part in result.content {
            if case .text(let text) = part {
                cost.toolResults += count(text.text)
            } else {
                add(part, to: &cost)
            }
        }
    }

    private func count(_ text: String) -> Int { counter.count(text).value }
}

extension Role {
    /// The position among all cases.
    fileprivate var index: Int {
        switch self {
        case .system: 0
        case .user: 1
        case .assistant: 2
        case .tool: 3
        }
    }
}

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
