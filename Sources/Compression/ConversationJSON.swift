public import StrictJSON

/// A conversation as JSON, Chat Completions or Anthropic Messages, with the places of its texts.
///
/// Texts are replaced in the JSON itself, so that whatever else stands there stays as it is written.
public struct ConversationJSON: Sendable {
    /// A text and where it is.
    public struct Place: Sendable {
        /// The way from the conversation to the text: names of members, numbers of elements.
        public let path: [JSONPath.Step]
        /// The text, with what it is.
        public let text: CompressibleText
    }

    /// The conversation.
    public let value: JSONValue
    /// The texts of each turn, in order: what a request adds to the one before, the model's answer to
    /// that one included.
    public let turns: [[Place]]

    /// A conversation; nil if the value is none: an array of messages, or an object with `messages`.
    public init?(_ value: JSONValue) {
        self.value = value
        var root: [JSONPath.Step] = []
        var first: [Place] = []
        var list = value
        if case .object(let object) = value {
            guard let messages = object["messages"] else { return nil }
            list = messages
            root = [.member("messages")]
            if let system = object["system"] {
                Self.add(system, .system, carries: false, at: [.member("system")], to: &first)
            }
        }
        guard case .array(let messages) = list, !messages.isEmpty,
            messages.allSatisfy({ Self.role(of: $0) != nil })
        else { return nil }
        var turns = [first]
        var wasAnswer = false
        for (index, message) in messages.enumerated() {
            let isAnswer = Self.role(of: message) == "assistant"
            if isAnswer, !wasAnswer, index > 0 { turns.append([]) }
            wasAnswer = isAnswer
            Self.add(message: message, at: root + [.element(index)], to: &turns[turns.count - 1])
        }
        self.turns = turns
    }

    private static func role(of message: JSONValue) -> String? {
        guard case .object(let object) = message, case .string(let role)? = object["role"] else {
            return nil
        }
        return role
    }

    private static func add(message: JSONValue, at path: [JSONPath.Step], to places: inout [Place])
    {
        guard case .object(let object) = message, let role = role(of: message) else { return }
        let kind: TextKind
        switch role {
        case "system", "developer": kind = .system
        case "tool", "function": kind = .toolOutput
        default: kind = .prose
        }
        if let content = object["content"] {
            add(
                content, kind, carries: role != "assistant", at: path + [.member("content")],
                to: &places)
        }
        guard case .array(let calls)? = object["tool_calls"] else { return }
        for (index, call) in calls.enumerated() {
            guard case .object(let call) = call, case .object(let function)? = call["function"],
                case .string(let arguments)? = function["arguments"]
            else { continue }
            let way: [JSONPath.Step] = [
                .member("tool_calls"), .element(index), .member("function"), .member("arguments"),
            ]
            places.append(Place(arguments, .arguments, carries: false, at: path + way))
        }
    }

    /// The texts of a `content`: a text, or parts of which some are texts or tools' results.
    private static func add(
        _ content: JSONValue, _ kind: TextKind, carries: Bool, at path: [JSONPath.Step],
        to places: inout [Place]
    ) {
        switch content {
        case .string(let text): places.append(Place(text, kind, carries: carries, at: path))
        case .array(let parts):
            for (index, part) in parts.enumerated() {
                guard case .object(let part) = part else { continue }
                let here = path + [.element(index)]
                if case .string("text")? = part["type"], case .string(let text)? = part["text"] {
                    let place = here + [.member("text")]
                    places.append(Place(text, kind, carries: carries, at: place))
                } else if case .string("tool_result")? = part["type"], let inner = part["content"] {
                    let place = here + [.member("content")]
                    add(inner, .toolOutput, carries: carries, at: place, to: &places)
                }
            }
        default: return
        }
    }
}

extension ConversationJSON.Place {
    /// A text of a message; one JSON object or array is known by its ends.
    fileprivate init(
        _ text: String, _ kind: TextKind, carries: Bool, at path: [JSONPath.Step]
    ) {
        let kind = kind == .prose && text.isBracketed ? .json : kind
        self.path = path
        self.text = CompressibleText(text, kind: kind, mayCarryDecoder: carries)
    }
}
