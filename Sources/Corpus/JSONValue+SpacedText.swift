internal import StrictJSON

extension JSONValue {
    /// The value as JSON text with a space after each comma and colon: the form in which most
    /// recordings write values inside strings, and in which their tokens are counted.
    var spacedText: String {
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
