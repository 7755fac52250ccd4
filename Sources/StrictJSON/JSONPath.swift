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
