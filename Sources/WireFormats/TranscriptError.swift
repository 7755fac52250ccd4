/// Why a transcript, or one record of it, is refused: where, what was expected and what is there.
package struct TranscriptError: Error, Hashable, Sendable {
    /// The file's path; empty while it is not known.
    package var path: String
    /// The line in the file, from 1; nil where the format has no lines or it is not known yet.
    package var line: Int?
    /// The way from the record to the field, as `messages[3].content`; empty for the record itself.
    package var field: String
    /// What should have been there.
    package var expected: String
    /// What is there.
    package var found: String
    /// What to do about it, where there is more to say than `expected` does.
    package var hint: String?

    /// An error; a decoder of one value leaves path and line to its caller.
    package init(
        path: String = "", line: Int? = nil, field: String, expected: String, found: String,
        hint: String? = nil
    ) {
        self.path = path
        self.line = line
        self.field = field
        self.expected = expected
        self.found = found
        self.hint = hint
    }
}

extension TranscriptError: CustomStringConvertible {
    /// One line, as `chat.jsonl:17: messages[3].role: expected …; found …; hint`.
    package var description: String {
        let file = line.map { "\(path.isEmpty ? "line " : path + ":")\($0)" } ?? path
        let place = [file, field].filter { !$0.isEmpty }
        let problem = ["expected \(expected)", "found \(found)"] + (hint.map { [$0] } ?? [])
        return (place + [problem.joined(separator: "; ")]).joined(separator: ": ")
    }
}

extension TranscriptError {
    /// The error as seen from the value that has the value it was thrown for as a member (`name`
    /// `messages`) or an element (`[3]`).
    package func inside(_ name: String) -> Self {
        var outer = self
        let isElement = field.isEmpty || field.hasPrefix("[")
        outer.field = isElement || name.isEmpty ? name + field : name + "." + field
        return outer
    }
}
