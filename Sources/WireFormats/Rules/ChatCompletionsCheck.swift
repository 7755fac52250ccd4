internal import ContextModel

/// OpenAI's Chat Completions: tool messages follow the assistant message that holds their calls, with
/// nothing between, and all of its calls are answered before any other message.
enum ChatCompletionsCheck {
    static func run(on messages: [Message], into findings: inout Findings) {
        var calls = OpenCalls()
        if messages.isEmpty {
            findings.add(.noMessages, at: nil, "an empty history: expected at least one message")
        }
        for (index, message) in messages.enumerated() {
            findings.check(message, at: index, for: .chatCompletions)
            takeResults(of: message, at: index, in: &calls, into: &findings)
            if message.isResultsAlone { continue }
            findings.addUnanswered(
                calls.close(), "expected a tool message before any other message")
            findings.checkContent(of: message, at: index)
            guard message.role == .assistant else { continue }
            for call in message.toolCalls where call.shape != .functionCall {
                findings.open(call, at: index, in: &calls)
            }
        }
        findings.addPending(calls.close())
    }

    private static func takeResults(
        of message: Message, at index: Int, in calls: inout OpenCalls, into findings: inout Findings
    ) {
        let results = message.toolResults
        if message.parts.isEmpty, message.role == .tool {
            findings.add(
                .contentMissing, at: index, "a tool message without a result: expected one")
        }
        guard !message.isFunctionMessage, message.role == .tool || message.role == .user else {
            return
        }
        for result in results {
            findings.answer(
                result, at: index, in: &calls,
                "expected it directly after the assistant message with the call, only results between"
            )
        }
    }
}

extension Findings {
    /// Checks that a message which is more than results has content, or calls tools.
    mutating func checkContent(of message: Message, at index: Int) {
        if message.saysSomething || message.role == .assistant && message.callsTools { return }
        let more = message.role == .assistant ? " or tool calls" : ""
        add(.contentMissing, at: index, "a message without content: expected text\(more)")
    }
}
