public import StrictJSON

/// A model's streamed answer turned back event by event: the deltas of Chat Completions and of Anthropic
/// Messages.
///
/// Each text, refusal and tool call of an answer has an expander of its own (`StreamingExpander`), so that
/// deltas may cut symbols and escape sequences anywhere and may be mixed. Thinking stays as it is: its
/// provider signs it. What is held back comes in an event of its own before the one that ends its text;
/// all events together say what the whole answer expanded does.
public struct AnswerStream: Sendable {
    private let dictionary: CompressionDictionary
    private var texts: [Key: StreamingExpander] = [:]

    /// Which text of an answer a delta continues.
    private struct Key: Hashable, Comparable {
        /// The choice, or Anthropic's block.
        let index: Int
        let field: Field
        /// The tool call within a choice.
        var call = 0

        static func < (left: Key, right: Key) -> Bool {
            (left.index, left.field.rawValue, left.call)
                < (right.index, right.field.rawValue, right.call)
        }
    }

    private enum Field: String {
        case content, refusal
        case toolCalls = "tool_calls"
        case functionCall = "function_call"
        case block
        case blockArguments = "partial_json"
    }

    /// A stream that has not begun, with the rules of its conversation so far.
    public init(_ dictionary: CompressionDictionary) { self.dictionary = dictionary }

    /// The events to pass on for one that arrived, in order; one that is of neither format passes as it
    /// is. Linear.
    public mutating func expand(_ event: JSONValue) -> [JSONValue] {
        guard var object = event.object else { return [event] }
        if let choices = object["choices"]?.array { return expand(choices, of: object) }
        let index = object["index"]?.number?.int ?? 0
        switch object["type"]?.string {
        case "content_block_start":
            guard var block = object["content_block"]?.object, block["type"]?.string == "text"
            else { return [event] }
            expand("text", of: &block, Key(index: index, field: .block), .text)
            object["content_block"] = .object(block)
        case "content_block_delta":
            guard var delta = object["delta"]?.object else { return [event] }
            switch delta["type"]?.string {
            case "text_delta": expand("text", of: &delta, Key(index: index, field: .block), .text)
            case "input_json_delta":
                let key = Key(index: index, field: .blockArguments)
                expand("partial_json", of: &delta, key, .json)
            default: return [event]
            }
            object["delta"] = .object(delta)
        case "content_block_stop":
            return rest { $0.index == index }.map(blockDelta) + [event]
        case "message_stop": return finish() + [event]
        default: return [event]
        }
        return [.object(object)]
    }

    /// What was held back at the end of the stream, as it is, in events of its own.
    public mutating func finish() -> [JSONValue] {
        rest { _ in true }.map { key, text in
            switch key.field {
            case .block, .blockArguments: blockDelta(key, text)
            default:
                .object(JSONObject([("choices", .array([.object(choice(key, text))]))]))
            }
        }
    }

    /// Expands a text in its place.
    private mutating func expand(
        _ name: String, of object: inout JSONObject, _ key: Key, _ form: StreamingExpander.Form
    ) {
        guard let text = object[name]?.string else { return }
        object[name] = .string(
            texts[key, default: StreamingExpander(dictionary, form: form)].expand(text))
    }

    /// What is held back of some texts, which end.
    private mutating func rest(where isMeant: (Key) -> Bool) -> [(Key, String)] {
        texts.keys.filter(isMeant).sorted().compactMap { key in
            var text = texts.removeValue(forKey: key)
            let rest = text?.finish() ?? ""
            return rest.isEmpty ? nil : (key, rest)
        }
    }

    private func blockDelta(_ key: Key, _ text: String) -> JSONValue {
        let isText = key.field == .block
        let delta = JSONObject([
            ("type", .string(isText ? "text_delta" : "input_json_delta")),
            (isText ? "text" : "partial_json", .string(text)),
        ])
        return .object(
            JSONObject([
                ("type", .string("content_block_delta")), ("index", .int(key.index)),
                ("delta", .object(delta)),
            ]))
    }
}

// MARK: - Chat Completions

extension AnswerStream {
    private mutating func expand(_ choices: [JSONValue], of object: JSONObject) -> [JSONValue] {
        var object = object
        var ended: [JSONValue] = []
        var expanded: [JSONValue] = []
        for value in choices {
            guard var choice = value.object else {
                expanded.append(value)
                continue
            }
            let index = choice["index"]?.number?.int ?? 0
            if var delta = choice["delta"]?.object {
                expand(&delta, of: index)
                choice["delta"] = .object(delta)
            }
            expanded.append(.object(choice))
            guard choice["finish_reason"]?.isNull == false else { continue }
            ended += end(of: index, &expanded)
        }
        object["choices"] = .array(expanded)
        guard !ended.isEmpty else { return [.object(object)] }
        // Deltas of the last event come before what they left held back.
        var before = object
        before["choices"] = .array(ended)
        return [.object(before), .object(object)]
    }

    /// What a choice that ends holds back. A delta of the event that ends it moves before that.
    private mutating func end(of index: Int, _ choices: inout [JSONValue]) -> [JSONValue] {
        let rests = rest { $0.index == index }
        guard !rests.isEmpty, var last = choices.last?.object else { return [] }
        var earlier: [JSONValue] = []
        if let delta = last["delta"]?.object, !delta.isEmpty {
            var first = last
            first["finish_reason"] = .null
            earlier.append(.object(first))
            last["delta"] = .object(JSONObject())
            choices[choices.count - 1] = .object(last)
        }
        return earlier + rests.map { .object(choice($0, $1)) }
    }

    private mutating func expand(_ delta: inout JSONObject, of index: Int) {
        expand("content", of: &delta, Key(index: index, field: .content), .text)
        expand("refusal", of: &delta, Key(index: index, field: .refusal), .text)
        if var function = delta["function_call"]?.object {
            expand("arguments", of: &function, Key(index: index, field: .functionCall), .json)
            delta["function_call"] = .object(function)
        }
        guard let calls = delta["tool_calls"]?.array else { return }
        delta["tool_calls"] = .array(
            calls.enumerated().map { place, call in
                guard var object = call.object, var function = object["function"]?.object else {
                    return call
                }
                let number = object["index"]?.number?.int ?? place
                let key = Key(index: index, field: .toolCalls, call: number)
                expand("arguments", of: &function, key, .json)
                object["function"] = .object(function)
                return .object(object)
            })
    }

    /// A choice that says a text alone.
    private func choice(_ key: Key, _ text: String) -> JSONObject {
        let arguments = JSONValue.object(JSONObject([("arguments", .string(text))]))
        let value: JSONValue =
            switch key.field {
            case .functionCall: arguments
            case .toolCalls:
                .array([
                    .object(JSONObject([("index", .int(key.call)), ("function", arguments)]))
                ])
            default: .string(text)
            }
        return JSONObject([
            ("index", .int(key.index)),
            ("delta", .object(JSONObject([(key.field.rawValue, value)]))),
            ("finish_reason", .null),
        ])
    }
}
