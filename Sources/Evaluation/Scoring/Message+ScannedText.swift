internal import ContextModel
internal import StrictJSON

extension Message {
    /// Calls the body with every text of the message that a model reads, in order.
    func forEachScannedText(_ body: (String) -> Void) {
        for part in parts { part.forEachScannedText(body) }
    }

    /// Calls the body with the texts of an assistant's message that count as using what they name:
    /// what it says and what it hands to tools, but neither its reasoning nor the names of tools,
    /// which every request offers anew.
    func forEachUsingText(_ body: (String) -> Void) {
        if role == .assistant { forEachAnsweringText(body) }
    }

    /// The same for a message of any role that a request is answered with: in a dialogue between
    /// people the next speaker's turn is the answer.
    func forEachAnsweringText(_ body: (String) -> Void) {
        for part in parts {
            switch part {
            case .text(let text): body(text.text)
            case .toolCall(let call): call.arguments.forEachScannedText(body)
            default: break
            }
        }
    }
}

extension ContentPart {
    /// Calls the body with every text of the part that a model reads. The source of an image is none.
    func forEachScannedText(_ body: (String) -> Void) {
        switch self {
        case .text(let text), .reasoning(let text): body(text.text)
        case .image(let image): if let text = image.description { body(text) }
        case .toolCall(let call):
            body(call.name)
            call.arguments.forEachScannedText(body)
        case .toolResult(let result):
            for part in result.content { part.forEachScannedText(body) }
        case .opaque(let value): value.forEachScannedText(body)
        }
    }
}

extension ToolArguments {
    /// Calls the body with the values of the arguments; keys belong to the tool, not to the
    /// conversation. Text that is no JSON is handed over as it is.
    func forEachScannedText(_ body: (String) -> Void) {
        switch self {
        case .value(let value): value.forEachScannedText(body)
        case .text(let text):
            if let value = try? JSONValue(parsing: text) {
                value.forEachScannedText(body)
            } else {
                body(text)
            }
        }
    }
}

extension JSONValue {
    /// Calls the body with the strings and numbers of the value, keys left out.
    fileprivate func forEachScannedText(_ body: (String) -> Void) {
        switch self {
        case .null, .bool: break
        case .number(let number): body(number.lexeme)
        case .string(let text): body(text)
        case .array(let elements): for element in elements { element.forEachScannedText(body) }
        case .object(let object):
            for member in object.members { member.value.forEachScannedText(body) }
        }
    }
}
