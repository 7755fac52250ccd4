import ContextModel
import StrictJSON

/// Messages as items of OpenAI's Responses: text, images, calls and results; other parts are left out.
enum ResponsesItems {
    static func request(_ messages: [Message]) -> JSONValue {
        var writer = Writer()
        for message in messages { writer.add(message) }
        return .object(JSONObject([("input", .array(writer.items))]))
    }

    private struct Writer {
        var items: [JSONValue] = []
        private var content: [JSONValue] = []

        mutating func add(_ message: Message) {
            for part in message.parts {
                switch part {
                case .text(let text):
                    content.append(item(textType(message.role), "text", text.text))
                case .image(let image): add(image)
                case .toolCall(let call):
                    endMessage(of: message.role)
                    items.append(encode(call))
                case .toolResult(let result): items.append(encode(result))
                case .reasoning, .opaque: break
                }
            }
            endMessage(of: message.role)
        }

        private func textType(_ role: Role) -> String {
            role == .assistant ? "output_text" : "input_text"
        }

        private mutating func add(_ image: ImagePart) {
            guard let url = image.source["image_url"]?["url"] else { return }
            content.append(
                .object(
                    JSONObject([
                        ("type", .string("input_image")), ("image_url", url),
                        ("detail", .string("auto")),
                    ])))
        }

        private mutating func endMessage(of role: Role) {
            guard !content.isEmpty else { return }
            var fields = JSONObject([
                ("type", .string("message")), ("role", .string(role.rawValue)),
                ("content", .array(content)),
            ])
            if role == .assistant {
                fields["content"] = .array(content.map { $0.adding("annotations", .array([])) })
                fields["id"] = .string("msg_\(items.count)")
                fields["status"] = .string("completed")
            }
            items.append(.object(fields))
            content = []
        }

        private func encode(_ call: ToolCall) -> JSONValue {
            item("function_call", "name", call.name)
                .adding("call_id", .string(call.id ?? ""))
                .adding("arguments", .string(call.arguments.text))
        }

        private func encode(_ result: ToolResult) -> JSONValue {
            let texts = result.content.compactMap { part -> JSONValue? in
                guard case .text(let text) = part else { return nil }
                return item("input_text", "text", text.text)
            }
            return item("function_call_output", "call_id", result.callID ?? "")
                .adding("output", texts.isEmpty ? .string("") : .array(texts))
        }

        private func item(_ type: String, _ key: String, _ text: String) -> JSONValue {
            .object(JSONObject([("type", .string(type)), (key, .string(text))]))
        }
    }
}

extension JSONValue {
    /// The object with a member more.
    fileprivate func adding(_ key: String, _ value: JSONValue) -> JSONValue {
        var fields = object ?? JSONObject()
        fields[key] = value
        return .object(fields)
    }
}
