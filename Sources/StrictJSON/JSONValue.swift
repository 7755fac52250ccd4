/// Any JSON value, with numbers as written and object members in order.
///
/// Two values are equal when they are the same JSON value: member order does not matter, number
/// lexemes do (`1.0` and `1` differ), and so do the code points of strings (a letter with an accent
/// differs from the letter followed by the accent), so import followed by export can be checked
/// with `==`.
public enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The string, if this is one.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, if this is an array.
    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, if this is an object.
    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The number, if this is one.
    public var number: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The truth value, if this is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// An object's member, or nil if this is no object or has no such member.
    public subscript(key: String) -> JSONValue? { object?[key] }
}

/// A JSON number kept as the text it was written with, so no digit is lost.
public struct JSONNumber: Hashable, Sendable {
    /// The number as written, for example `1.50`, `-0` or `1e400`.
    public let lexeme: String

    /// A number from text that is already known to be a JSON number.
    public init(lexeme: String) { self.lexeme = lexeme }

    /// An integer.
    public init(_ value: Int) { lexeme = String(value) }

    /// The value as an integer, or nil if it is none or out of range.
    public var int: Int? { Int(lexeme) }

    /// The nearest double, or nil if the lexeme is no number.
    public var double: Double? { Double(lexeme) }
}

extension JSONValue {
    /// What kind of value this is, in the words of a message: `an object`, `a string`, `null`.
    public var kindDescription: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONValue {
    /// A whole number.
    public static func int(_ value: Int) -> Self { .number(JSONNumber(value)) }
}
