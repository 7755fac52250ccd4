/// What an identifier looks like, and so what kind of fact is lost with it.
package enum IdentifierClass: Int, Hashable, Sendable, CaseIterable {
    /// A hexadecimal id, a UUID, an order number, a version: letters and digits mixed.
    case id
    /// A number of at least three digits, a decimal, a date.
    case number
    /// A path of a file or folder.
    case path
    /// An address with a scheme.
    case url
    /// An address of mail.
    case email
    /// A name out of code: `snake_case`, `camelCase`, `dotted.names`, `CONSTANTS`.
    case codeName

    /// The class in words, for reports.
    package var name: String {
        switch self {
        case .id: "id"
        case .number: "number"
        case .path: "path"
        case .url: "URL"
        case .email: "e-mail address"
        case .codeName: "code name"
        }
    }
}

/// A piece of text that stands for something exact: whoever needs it needs it to the letter.
package struct Identifier: Hashable, Sendable {
    /// What it looks like.
    package var kind: IdentifierClass
    /// The identifier as written, without the punctuation around it.
    package var text: String

    /// An identifier.
    package init(_ kind: IdentifierClass, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
