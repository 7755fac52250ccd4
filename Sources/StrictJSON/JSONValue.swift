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

extension JSONValue {
    /// How many arrays and objects may stand inside each other unless told otherwise.
    public static let standardMaximumDepth = 512

    /// Reads one JSON text strictly (RFC 8259), numbers kept as written.
    ///
    /// Refused, saying where: anything but UTF-8, escapes of lone surrogates, a key that comes twice
    /// in an object, more than `maximumDepth` arrays and objects inside each other, and anything but
    /// white space behind the value. A leading byte order mark is skipped. O(bytes).
    public init(
        parsing bytes: UnsafeRawBufferPointer, maximumDepth: Int = standardMaximumDepth
    ) throws(JSONError) {
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        do throws(JSONDefect) {
            self = try parser.document()
        } catch {
            throw JSONError(error, in: bytes, maximumDepth: maximumDepth)
        }
    }

    /// Reads one JSON text strictly, as `init(parsing:maximumDepth:)` does with its bytes.
    public init(
        parsing text: String, maximumDepth: Int = standardMaximumDepth
    ) throws(JSONError) {
        var text = text
        let result: Result<JSONValue, JSONError> = text.withUTF8 { bytes in
            do throws(JSONError) {
                return .success(
                    try JSONValue(
                        parsing: UnsafeRawBufferPointer(bytes), maximumDepth: maximumDepth))
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}

extension JSONValue: Hashable {
    /// Whether both are the same JSON value; strings are compared by code points.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Feeds the value to the hasher.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}

/// A key compared by code points, where `String` compares by canonical equivalence.
struct JSONKey: Hashable {
    let text: String

    static func == (left: Self, right: Self) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension JSONValue {
    /// How many arrays and objects of a JSON text stand inside each other at its deepest place. The text
    /// must be JSON. O(bytes).
    public static func depth(ofText text: String) -> Int {
        var (depth, deepest) = (0, 0)
        var (isInString, isEscaped) = (false, false)
        for byte in text.utf8 {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return deepest
    }
}
