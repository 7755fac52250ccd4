/// A request on its way through the stages: messages with what they cost and where they come from.
public struct Draft: Sendable {
    /// A message of the draft.
    public struct Item: Sendable {
        /// The message as it stands now.
        public var message: Message
        /// What it costs.
        public var tokens: TokenCount
        /// Where it comes from.
        public var source: Source
        /// Whether the caller wants it kept as it is, whatever else goes.
        public var isPinned: Bool
        /// What it stands for, if the pipeline made it, now or for an earlier request; nil for what
        /// others wrote, whatever it says.
        public let placeholder: Placeholder?

        /// An item. What comes in is a placeholder only if the caller knows that it is.
        public init(
            _ message: Message, tokens: TokenCount, source: Source, isPinned: Bool = false,
            placeholder: Placeholder? = nil
        ) {
            self.placeholder =
                switch source {
                case .summary(let count): Placeholder(.summary, of: count)
                case .marker(let count): Placeholder(.notice, of: count)
                case .original, .rewritten: placeholder
                }
            self.message = message
            self.tokens = tokens
            self.source = source
            self.isPinned = isPinned
        }
    }

    /// Where a message of a draft comes from.
    public enum Source: Hashable, Sendable {
        /// It is the message of that position in the request, byte for byte.
        case original(Int)
        /// It is that message, shortened.
        case rewritten(Int)
        /// It stands for that many messages of the request.
        case summary(Int)
        /// It tells that that many messages of the request are gone.
        case marker(Int)
    }

    /// The messages, oldest first.
    public private(set) var items: [Item]
    /// What the request costs besides its messages: tool definitions, the opening of the reply.
    public let fixed: TokenCount
    /// What the whole request costs.
    public private(set) var tokens: TokenCount

    /// A draft. O(items).
    public init(_ items: [Item], fixed: TokenCount) {
        self.items = items
        self.fixed = fixed
        tokens = items.reduce(fixed) { $0 + $1.tokens }
    }

    /// The messages alone. O(items).
    public var messages: [Message] { items.map(\.message) }

    /// Whether calls of tools and what tools answered are more than half of what some messages cost,
    /// in whatever format a provider has them. O(range).
    public func isMostlyTools(_ range: Range<Int>) -> Bool {
        var tools = TokenCount.zero
        for index in range where items[index].message.isToolExchange {
            tools += items[index].tokens
        }
        return 2 * tools.value > tokens(of: range).value
    }

    /// What some of the messages cost. O(range).
    public func tokens(of range: Range<Int>) -> TokenCount {
        // By position: an element handed to a closure is copied with all its references.
        var sum = TokenCount.zero
        for index in range { sum += items[index].tokens }
        return sum
    }
}

extension Message {
    /// Whether it calls tools, or says what tools answered: a message of role `tool` (OpenAI), or one
    /// with parts of that kind (Anthropic, whose results come from the user).
    public var isToolExchange: Bool {
        role == .tool
            || parts.contains { part in
                switch part {
                case .toolCall, .toolResult: true
                case .text, .reasoning, .image, .opaque: false
                }
            }
    }
}
