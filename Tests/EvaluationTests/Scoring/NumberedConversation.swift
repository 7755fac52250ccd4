import ContextModel
import Evaluation

/// A conversation with the message numbers that a replay gives: equal messages have equal ones.
struct NumberedConversation {
    let messages: [Message]
    /// Different for each different message, so that a test sees which one was put back.
    let tokens: [Int]
    let scorer: ReferenceScorer
    private var known: [Message: Int32] = [:]
    private var made: [Message] = []

    init(_ messages: [Message], requests: [Int]) {
        self.messages = messages
        for (position, message) in messages.enumerated() where known[message] == nil {
            known[message] = Int32(position)
        }
        let numbers = messages.compactMap { [known] in known[$0] }
        tokens = numbers.map { 100 + Int($0) }
        scorer = ReferenceScorer(messages, numbers: numbers, tokens: tokens, requests: requests)
    }

    /// The numbers of a context; messages not seen yet get new ones.
    mutating func numbers(of context: [Message]) -> [Int32] {
        context.map { message in
            if let number = known[message] { return number }
            let number = Int32(messages.count + made.count)
            known[message] = number
            made.append(message)
            return number
        }
    }

    /// What a made message shows.
    func scan(_ number: Int32) -> ReferenceScorer.Made {
        scorer.scan(made[Int(number) - messages.count])
    }
}

/// One session over a conversation: contexts as messages, a prompt of a thousand tokens a request.
struct TestSession {
    private var conversation: NumberedConversation
    private(set) var session: ReferenceScorer.Session
    /// How often a made message was asked for.
    private(set) var scans = 0

    init(_ conversation: NumberedConversation) {
        self.conversation = conversation
        session = conversation.scorer.session()
    }

    init(_ messages: [Message], requests: [Int]) {
        self.init(NumberedConversation(messages, requests: requests))
    }

    @discardableResult
    mutating func judge(
        _ request: Int, _ context: [Message], recoverable: Set<Int> = []
    ) -> ReferenceVerdict {
        let numbers = conversation.numbers(of: context)
        var asked = 0
        let verdict = session.judge(
            request: request, context: numbers, promptTokens: 1000 * (request + 1),
            recoverable: recoverable
        ) {
            asked += 1
            return conversation.scan($0)
        }
        scans += asked
        return verdict
    }

    /// Judges the recorded messages at some positions and a few made ones.
    @discardableResult
    mutating func judge(
        _ request: Int, keeping positions: [Int], made: [Message] = [],
        recoverable: Set<Int> = []
    ) -> ReferenceVerdict {
        judge(
            request, made + positions.map { conversation.messages[$0] },
            recoverable: recoverable)
    }
}

extension Message {
    /// An assistant's message that makes one call.
    static func call(_ id: String?, _ name: String, _ arguments: String) -> Message {
        let call = ToolCall(id: id, name: name, arguments: .text(arguments))
        return Message(.assistant, parts: [.toolCall(call)])
    }

    /// A tool's answer to a call.
    static func result(_ id: String?, _ text: String) -> Message {
        Message(.tool, parts: [.toolResult(ToolResult(callID: id, text))])
    }
}

extension Fetch {
    /// The kind, the tokens of the prompt and those of the message.
    var text: String { "\(kind) \(prefixTokens) \(messageTokens)" }
}
