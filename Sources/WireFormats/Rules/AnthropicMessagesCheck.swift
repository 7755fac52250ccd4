internal import ContextModel

/// Anthropic's Messages: messages of one side that follow each other are one turn, results belong to the
/// user's side, and a turn of results answers all calls of the turn before it.
struct AnthropicMessagesCheck {
    private var side: Role?
    private var calls = OpenCalls()
    private var callIDs: Set<String> = []
    /// Whether the user turn holds something besides results.
    private var hasSaid = false
    /// Whether the assistant turn begins with thinking, nil while it has no parts.
    private var beginsThinking: Bool?

    static func run(on messages: [Message], into findings: inout Findings) {
        var check = AnthropicMessagesCheck()
        let last = messages.indices.last
        for (index, message) in messages.enumerated() {
            findings.check(message, at: index, for: .anthropicMessages)
            let isFinalReply = index == last && message.role == .assistant
            if message.parts.isEmpty, !isFinalReply {
                findings.add(
                    .contentMissing, at: index,
                    "an empty message: expected content; only a final reply may have none")
            }
            check.take(message, at: index, into: &findings)
        }
        check.finish(into: &findings)
        checkEnd(of: messages, into: &findings)
    }

    private mutating func take(_ message: Message, at index: Int, into findings: inout Findings) {
        if message.role == .system {
            guard side != nil else { return }
            findings.add(
                .systemPosition, at: index,
                "a system message inside the conversation: expected it before all others")
            return
        }
        begin(message.role == .assistant ? .assistant : .user, at: index, into: &findings)
        for part in message.parts {
            if side == .assistant {
                takeOutput(part, at: index, into: &findings)
            } else {
                takeInput(part, at: index, into: &findings)
            }
        }
    }

    private mutating func begin(_ next: Role, at index: Int, into findings: inout Findings) {
        if side == nil, next == .assistant {
            findings.add(
                .firstMessage, at: index,
                "the conversation begins with the assistant: expected a user message first")
        }
        guard side != next else { return }
        side = next
        hasSaid = false
        beginsThinking = nil
        if next == .assistant { refuseOpenCalls(into: &findings) }
    }

    private mutating func takeInput(
        _ part: ContentPart, at index: Int, into findings: inout Findings
    ) {
        guard case .toolResult(let result) = part else {
            hasSaid = true
            return
        }
        let isAnswer = findings.answer(
            result, at: index, in: &calls, "expected it in the user turn after the call")
        if isAnswer, hasSaid {
            findings.add(
                .resultNotFirst, at: index,
                "the result of call \((result.callID ?? "").quoted) stands after other content: "
                    + "expected results first in the user turn")
        }
    }

    private mutating func takeOutput(
        _ part: ContentPart, at index: Int, into findings: inout Findings
    ) {
        if part.isThinking, beginsThinking == false {
            beginsThinking = true
            findings.add(
                .thinkingFirst, at: index,
                "thinking inside an assistant turn: expected the turn to begin with it")
        }
        beginsThinking = beginsThinking ?? part.isThinking
        guard case .toolCall(let call) = part else { return }
        if let id = call.id, calls.isNew(id), !callIDs.insert(id).inserted {
            findings.add(
                .duplicateCallID, at: index,
                "the identifier \(id.quoted) names an earlier call, too: expected a new one")
        }
        findings.open(call, at: index, in: &calls)
    }

    private mutating func refuseOpenCalls(into findings: inout Findings) {
        findings.addUnanswered(calls.close(), "expected one in the user turn after the call")
    }

    private mutating func finish(into findings: inout Findings) {
        if side == nil {
            findings.add(
                .noMessages, at: nil,
                "no message besides the system prompt: expected at least one")
        }
        if side == .user, hasSaid { refuseOpenCalls(into: &findings) }
        findings.addPending(calls.close())
    }

    private static func checkEnd(of messages: [Message], into findings: inout Findings) {
        guard let last = messages.last, last.role == .assistant,
            case .text(let text) = last.parts.last, text.text.endsInWhiteSpace, !text.text.isBlank
        else { return }
        findings.add(
            .trailingWhitespace, at: messages.count - 1,
            "the final assistant text ends in white space: expected none there")
    }
}
