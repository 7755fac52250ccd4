extension JSONValue {
    /// The value as JSON text with a space after each comma and colon: the form that Python's `json`
    /// writes, and with it most servers and recordings. O(bytes).
    public var spacedText: String {
        switch self {
        case .array(let elements):
            return "[" + elements.map(\.spacedText).joined(separator: ", ") + "]"
        case .object(let object):
            let members = object.members.map {
                JSONValue.string($0.key).compactText + ": " + $0.value.spacedText
            }
            return "{" + members.joined(separator: ", ") + "}"
        default: return compactText
        }
    }
}
