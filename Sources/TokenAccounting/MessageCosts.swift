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
