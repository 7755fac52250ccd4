internal import ContextModel

/// OpenAI's Responses: outputs stand anywhere after their calls, and only the newest calls may wait.
struct ResponsesCheck {
    private var calls = OpenCalls()
    private var lastSaying = -1
    private var reasoning: Int?

    static func run(on messages: [Message], into findings: inout Findings) {
        var check = ResponsesCheck()
        if messages.isEmpty {
            findings.add(.noMessages, at: nil, "an empty history: expected at least one item")
        }
        for (index, message) in messages.enumerated() {
            findings.check(message, at: index, for: .responses)
            check.take(message, at: index, into: &findings)
        }
        check.finish(into: &findings)
    }

    private mutating func take(_ message: Message, at index: Int, into findings: inout Findings) {
        if message.role == .tool, message.parts.isEmpty {
            findings.add(
                .contentMissing, at: index, "a tool message without a result: expected one")
        }
        if message.saysSomething { lastSaying = index }
        if message.role == .assistant {
            takeOutput(message, at: index, into: &findings)
        } else {
            endReasoning(into: &findings)
            for result in message.toolResults where message.role != .system {
                findings.answer(
                    result, at: index, in: &calls, "expected a function_call with it earlier")
            }
            if !message.isResultsAlone { findings.checkContent(of: message, at: index) }
        }
    }

    /// The model's own items: reasoning goes with the message or the call that follows it.
    private mutating func takeOutput(
        _ message: Message, at index: Int, into findings: inout Findings
    ) {
        for part in message.parts {
            switch part {
            case .reasoning: reasoning = index
            case .toolCall(let call):
                findings.open(call, at: index, in: &calls)
                reasoning = nil
            case .text, .image, .opaque, .toolResult: reasoning = nil
            }
        }
        let isReasoning = message.parts.contains(where: \.isThinking)
        if !isReasoning { findings.checkContent(of: message, at: index) }
    }

    private mutating func endReasoning(into findings: inout Findings) {
        guard let index = reasoning else { return }
        reasoning = nil
        findings.add(
            .reasoningAlone, at: index,
            "reasoning with nothing after it: expected the message or call it led to")
    }

    private mutating func finish(into findings: inout Findings) {
        endReasoning(into: &findings)
        let waiting = calls.close()
        findings.addUnanswered(
            waiting.filter { $0.message < lastSaying },
            "expected a function_call_output, as the conversation goes on")
        findings.addPending(waiting.filter { $0.message >= lastSaying })
    }
}
