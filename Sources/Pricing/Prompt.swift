/// A request as the provider's cache sees it: tools stand first, then messages by number.
public struct Prompt: Hashable, Sendable {
    /// Equal messages have equal numbers, within a conversation.
    public var numbers: [Int32]
    /// The tokens up to the end of each message; those of the first include `fixed`.
    public var ends: [Int]
    /// The tokens before the first message: tools and what opens a conversation.
    public var fixed: Int
    /// How many of the first messages are system messages.
    public var system: Int
    /// When it is sent.
    public var time: Duration

    /// A prompt of as many messages as it has ends.
    public init(numbers: [Int32], ends: [Int], fixed: Int, system: Int, time: Duration) {
        precondition(numbers.count == ends.count, "each message has a number and an end")
        precondition(system <= numbers.count, "system messages are among the messages")
        self.numbers = numbers
        self.ends = ends
        self.fixed = fixed
        self.system = system
        self.time = time
    }

    /// The tokens of all of it.
    public var total: Int { ends.last ?? fixed }

    /// The tokens up to the end of its first messages, tools included.
    func tokens(upTo count: Int) -> Int { count == 0 ? fixed : ends[count - 1] }
}
