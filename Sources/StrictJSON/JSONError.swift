/// Where a text stops being the JSON that was asked for, and why.
public struct JSONError: Error, Hashable, Sendable {
    /// The offending byte, from 0; a byte order mark counts.
    public var offset: Int
    /// The line, from 1.
    public var line: Int
    /// The column in the line, in code points, from 1.
    public var column: Int
    /// The way from the root to the value concerned, as `messages[3].content`; empty at the root.
    public var path: String
    /// What should have been there.
    public var expected: String
    /// What is there.
    public var found: String
    /// Whether a reader less strict would have taken the text: a key twice, half of a surrogate pair.
    public var isOfStrictness: Bool

    /// An error at a known place.
    init(
        offset: Int, line: Int, column: Int, path: String, expected: String, found: String,
        isOfStrictness: Bool
    ) {
        self.offset = offset
        self.line = line
        self.column = column
        self.path = path
        self.expected = expected
        self.found = found
        self.isOfStrictness = isOfStrictness
    }
}

extension JSONError: CustomStringConvertible {
    /// One line, as `line 3, column 14 (byte 57), messages[3].content: expected …, found …`.
    public var description: String {
        let place = "line \(line), column \(column) (byte \(offset))"
        return "\(place)\(path.isEmpty ? "" : ", \(path)"): expected \(expected), found \(found)"
    }
}
