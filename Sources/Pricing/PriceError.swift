public import StrictJSON

/// Why there is no price.
public enum PriceError: Error, Hashable, Sendable {
    /// No row has that name; the known names most like it.
    case unknownModel(String, nearest: [String])
    /// No rule has that name.
    case unknownRule(String)
    /// A table is no JSON.
    case malformed(JSONError)
    /// A value of a table is not what it has to be: where, what was expected, what is there.
    case invalid(path: String, expected: String, found: String)
}

extension PriceError: CustomStringConvertible {
    /// One line: what is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unknownModel(let name, let nearest):
            let known =
                nearest.isEmpty
                ? "" : "; known names like it: " + nearest.joined(separator: ", ")
            return "the price of the model '\(name)' is unknown\(known); "
                + "`winnow prices` lists all, --prices FILE adds others"
        case .unknownRule(let name):
            let known = PriceRule.all.map(\.name).joined(separator: ", ")
            return "the price rule '\(name)' is unknown; there are \(known)"
        case .malformed(let error): return error.description
        case .invalid(let path, let expected, let found):
            return "\(path.isEmpty ? "the table" : path): expected \(expected), found \(found)"
        }
    }
}
