/// What kind of thing a fact is; the kind decides its weight.
public enum FactKind: UInt8, Hashable, Sendable, CaseIterable {
    /// A word of a decision or of a question.
    case statement
    /// A capitalised word within a sentence, or one all in capitals.
    case name
    /// A number of two digits or more, a date, a time.
    case number
    /// Several words in quotation marks.
    case quoted
    /// A word in back ticks, before an opening parenthesis, or an option (`--force`).
    case codeName
    /// A word with digits, underscores, inner capitals or inner dots (`user_id`, `A17`, `os.path`).
    case identifier
    /// A path of a file or folder.
    case path
    /// An address with a scheme.
    case url
    /// An e-mail address.
    case email

    /// How much a fact of the kind weighs, from 1 to 4.
    public var weight: Int {
        switch self {
        case .statement, .name: 1
        case .number, .quoted: 2
        case .codeName: 3
        case .identifier, .path, .url, .email: 4
        }
    }
}
