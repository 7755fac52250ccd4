/// The way from a value to one inside it, and how it is written: `messages[3].content`, and
/// `a["b c"]` for other keys.
public enum JSONPath {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// To an element of an array, from 0.
        case element(Int)
        /// To a member of an object.
        case member(String)
    }

    /// A path as people read it; empty at the root. O(its length²), which is short.
    public static func text(_ steps: some Sequence<Step>) -> String { steps.reduce("", text) }

    /// A path with one step more.
    static func text(_ path: String, _ step: Step) -> String {
        switch step {
        case .element(let index): return "\(path)[\(index)]"
        case .member(let key):
            guard !key.isEmpty, key.utf8.allSatisfy(isPlain) else {
                return "\(path)[\(JSONValue.string(key).compactText)]"
            }
            return path.isEmpty ? key : "\(path).\(key)"
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}

extension JSONValue {
    /// The value at the end of a path; nil if there is none. O(path).
    public func value(at path: some Collection<JSONPath.Step>) -> JSONValue? {
        guard let step = path.first else { return self }
        switch (step, self) {
        case (.member(let name), .object(let object)):
            return object[name]?.value(at: path.dropFirst())
        case (.element(let index), .array(let elements)):
            return elements.indices.contains(index)
                ? elements[index].value(at: path.dropFirst()) : nil
        default: return nil
        }
    }

    /// Puts a text at the end of a path, where there has to be a text; returns whether there was
    /// one. O(path), where the value is the only owner of its containers: they are changed in place.
    public mutating func replaceText(
        at path: some Collection<JSONPath.Step>, with text: String
    ) -> Bool {
        guard let step = path.first else {
            guard case .string = self else { return false }
            self = .string(text)
            return true
        }
        // Nothing else may hold a container while it is changed: it would be copied.
        switch step {
        case .member(let name):
            guard case .object(var object) = self else { return false }
            self = .null
            defer { self = .object(object) }
            return object.change(name) { $0.replaceText(at: path.dropFirst(), with: text) } ?? false
        case .element(let index):
            guard case .array(var elements) = self else { return false }
            self = .null
            defer { self = .array(elements) }
            guard elements.indices.contains(index) else { return false }
            return elements[index].replaceText(at: path.dropFirst(), with: text)
        }
    }
}
