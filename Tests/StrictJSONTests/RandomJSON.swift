import StrictJSON
import TestSupport

/// Random JSON values that reach into the corners of strings, numbers and structure.
enum RandomJSON {
    static func value(_ random: inout SplitMix, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .number(JSONNumber(lexeme: numbers.randomElement(using: &random) ?? "0"))
        case 3, 4: .string(string(&random))
        case 5:
            .array(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in
                    value(&random, depth: depth - 1)
                })
        default: .object(object(&random, depth: depth - 1))
        }
    }

    static func string(_ random: inout SplitMix) -> String {
        let length = Int.random(in: 0..<24, using: &random)
        return (0..<length).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    /// The value's text with white space wherever JSON allows it and strings escaped at random.
    static func spaced(_ value: JSONValue, _ random: inout SplitMix) -> String {
        let text: String
        switch value {
        case .string(let string): text = escaped(string, &random)
        case .array(let elements):
            let items = elements.map { spaced($0, &random) }
            text = "[" + items.joined(separator: ",") + space(&random) + "]"
        case .object(let object):
            let items = object.members.map {
                space(&random) + escaped($0.key, &random) + space(&random) + ":"
                    + spaced($0.value, &random)
            }
            text = "{" + items.joined(separator: ",") + space(&random) + "}"
        default: text = value.compactText
        }
        return space(&random) + text + space(&random)
    }

    private static func object(_ random: inout SplitMix, depth: Int) -> JSONObject {
        let count = Int.random(in: 0..<(depth > 1 ? 5 : 20), using: &random)
        return JSONObject((0..<count).map { _ in (string(&random), value(&random, depth: depth)) })
    }

    private static func space(_ random: inout SplitMix) -> String {
        ["", "", "", " ", "\n", "\r\n", "\t "].randomElement(using: &random) ?? ""
    }

    private static func escaped(_ string: String, _ random: inout SplitMix) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            guard mustEscape || Int.random(in: 0..<4, using: &random) == 0 else {
                text.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text + "\""
    }

    private static let numbers = [
        "0", "-0", "1", "1.0", "1.50", "-12.5e-3", "1E400", "9007199254740993", "0.1", "1e+05",
    ]
    private static let pieces = [
        "a", "b", "word ", "\"", "\\", "/", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{0}", "\u{1F}",
        "\u{7F}", "é", "e\u{301}", "ſ", "漢", "😀", "\u{FEFF}", "\u{2028}", "\u{FFFD}", "\u{10FFFF}",
        "{", "]", ":", "0123456789", "ÿ",
    ]
}
