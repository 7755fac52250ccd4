import ContextModel
import StrictJSON
import TestSupport

/// Messages of every shape, from a seeded generator.
enum RandomMessages {
    static func messages(_ count: Int, _ random: inout SplitMix) -> [Message] {
        (0..<count).map { _ in message(&random) }
    }

    static func message(_ random: inout SplitMix) -> Message {
        let parts = (0..<Int.random(in: 0..<4, using: &random)).map { _ in part(&random) }
        let role = Role.allCases.randomElement(using: &random) ?? .user
        let name = Bool.random(using: &random) ? nil : text(&random)
        let wire = MessageWire(
            content: .parts, role: Int.random(in: 0..<8, using: &random) == 0 ? "developer" : nil)
        return Message(role, parts: parts, name: name, wire: wire)
    }

    static func part(_ random: inout SplitMix) -> ContentPart {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: .reasoning(TextPart(text(&random)))
        case 1: .image(image(&random))
        case 2: .toolCall(call(&random))
        case 3: .toolResult(result(&random))
        case 4: .opaque(json(&random))
        default: .text(TextPart(text(&random)))
        }
    }

    static func call(_ random: inout SplitMix) -> ToolCall {
        let arguments: ToolArguments =
            Bool.random(using: &random) ? .text(text(&random)) : .value(json(&random))
        let id = Bool.random(using: &random) ? nil : text(&random)
        return ToolCall(id: id, name: text(&random), arguments: arguments)
    }

    static func result(_ random: inout SplitMix) -> ToolResult {
        var content = [ContentPart.text(TextPart(text(&random)))]
        if Bool.random(using: &random) { content.append(.image(image(&random))) }
        let name = Bool.random(using: &random) ? nil : text(&random)
        return ToolResult(callID: text(&random), name: name, content: content)
    }

    static func image(_ random: inout SplitMix) -> ImagePart {
        let description = Bool.random(using: &random) ? nil : text(&random)
        return ImagePart(source: json(&random), description: description)
    }

    static func json(_ random: inout SplitMix) -> JSONValue {
        let number = JSONValue.number(JSONNumber(Int.random(in: 0..<9_999, using: &random)))
        return .object(JSONObject([("a", number), ("text", .string(text(&random)))]))
    }

    /// Few different texts, so that equal messages happen; canonically equivalent ones among them.
    static func text(_ random: inout SplitMix) -> String {
        let words = ["", "é", "e\u{301}", "the quick brown fox", "x = y;", "数据", "🧭"]
        let word = words.randomElement(using: &random) ?? ""
        return String(repeating: word, count: Int.random(in: 1..<5, using: &random))
    }
}
