import ContextModel
import StrictJSON
import TestSupport
import Testing
import WireFormats

/// Expects just these violations, in the order found.
func expect(
    _ rule: WireRule, _ messages: [Message], tools: [JSONValue] = [],
    _ expected: [Finding], sourceLocation: SourceLocation = #_sourceLocation
) {
    let found = rule.violations(in: messages, tools: tools).map {
        Finding($0.rule, $0.message)
    }
    #expect(found == expected, "\(rule)", sourceLocation: sourceLocation)
}

/// Rule and place of a violation.
struct Finding: Equatable, CustomStringConvertible {
    let rule: Violation.Rule
    let message: Int?

    init(_ rule: Violation.Rule, _ message: Int?) {
        self.rule = rule
        self.message = message
    }

    var description: String { "\(rule)@\(message.map(String.init) ?? "tools")" }
}

/// A history in the notation, with more parts put into some of its messages.
func history(_ notation: String, adding parts: [(Int, ContentPart)]) -> [Message] {
    var messages = history(notation)
    for (index, part) in parts { messages[index].parts.append(part) }
    return messages
}

extension ContentPart {
    static func text(_ text: String) -> Self { .text(TextPart(text)) }
    static func thinking(_ text: String, signature: String? = "c2ln") -> Self {
        let extra = signature.map { JSONObject([("signature", .string($0))]) }
        return .reasoning(TextPart(text, extra: extra ?? JSONObject()))
    }
    static func call(_ id: String?, _ name: String = "look", _ arguments: String = "{}") -> Self {
        .toolCall(ToolCall(id: id, name: name, arguments: .text(arguments)))
    }
    static func result(_ id: String?, _ text: String = "found") -> Self {
        .toolResult(ToolResult(callID: id, text))
    }
    static var image: Self {
        .image(
            ImagePart(
                source: .object(
                    JSONObject([
                        ("type", .string("image_url")),
                        (
                            "image_url",
                            .object(JSONObject([("url", .string("https://a.example/b.png"))]))
                        ),
                    ]))))
    }
}
