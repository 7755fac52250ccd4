package import ContextModel
package import StrictJSON

extension Endpoint {
    /// The body of a request with the messages of a prompt, for a summary of at most that many tokens.
    ///
    /// A prompt is text of the system, the user and the assistant; anything else is refused.
    package func body(
        _ messages: [Message], budget: TokenCount
    ) throws(SummarizerError) -> JSONValue {
        var turns: [JSONValue] = []
        var instructions: [String] = []
        for message in messages {
            let text = try Self.text(of: message)
            if message.role == .system, wire == .anthropicMessages {
                instructions.append(text)
            } else {
                turns.append(Self.turn(message.role, text))
            }
        }
        return body(turns: turns, instructions: instructions, budget: budget)
    }

    /// The body of a request with turns as they go out.
    func body(turns: [JSONValue], instructions: [String], budget: TokenCount) -> JSONValue {
        var body = JSONObject([("model", .string(model)), ("messages", .array(turns))])
        if !instructions.isEmpty {
            body["system"] = .string(instructions.joined(separator: "\n\n"))
        }
        addSettings(to: &body, budget: budget)
        return .object(body)
    }

    private func addSettings(to body: inout JSONObject, budget: TokenCount) {
        let member = wire == .chatCompletions ? outputMember : "max_tokens"
        body[member] = .int(max(1, min(maximumOutput, budget).value))
        if let temperature {
            body["temperature"] = .number(JSONNumber(lexeme: "\(temperature)"))
        }
        guard isStreaming else { return }
        body["stream"] = .bool(true)
        if wire == .chatCompletions {
            body["stream_options"] = .object(JSONObject([("include_usage", .bool(true))]))
        }
    }

    private static func text(of message: Message) throws(SummarizerError) -> String {
        var texts: [String] = []
        for part in message.parts {
            guard case .text(let text) = part, message.role != .tool else {
                throw .failed("a prompt holds only texts of system, user and assistant")
            }
            texts.append(text.text)
        }
        return texts.joined(separator: "\n\n")
    }

    private static func turn(_ role: Role, _ text: String) -> JSONValue {
        .object(JSONObject([("role", .string(role.rawValue)), ("content", .string(text))]))
    }
}
