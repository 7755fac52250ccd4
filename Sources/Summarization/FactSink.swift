/// What a scanner tells of a text, in the order of the text.
protocol FactSink {
    /// Whether the parts of compound facts are wanted.
    static var wantsParts: Bool { get }

    /// A run of characters begins here: nothing before it belongs to what follows.
    mutating func begin(at position: Int)

    /// A word. Words of compound facts are told, too.
    mutating func word(_ key: UInt64, _ role: CommonWords.Role, at range: Range<Int>)

    /// A beginning or end of a compound fact: the folder of a path, the module of a dotted name.
    mutating func part(_ key: UInt64)

    /// A fact; its words were told before.
    mutating func fact(_ key: UInt64, _ kind: FactKind, at range: Range<Int>)

    /// A sentence or line ended before the position.
    mutating func end(_ boundary: TextBoundary, at position: Int)
}

/// What ends a unit of text.
enum TextBoundary {
    case sentence
    case question
    case line
}
