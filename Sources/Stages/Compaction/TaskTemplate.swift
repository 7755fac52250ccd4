/// What is asked of a summary for a task: a text with a place for the fields that are kept first.
///
/// Data: the shipped ones are the rows below, and anybody may write another text.
public struct TaskTemplate: Hashable, Sendable {
    /// The text. `{fields}` stands for the list of fields, one line each.
    public var text: String
    /// What a summary keeps first, in the order of the list.
    public var fields: [String]

    /// A template.
    public init(_ text: String, fields: [String]) {
        self.text = text
        self.fields = fields
    }

    /// Where the list of fields goes.
    public static let placeOfFields = "{fields}"

    /// The most bytes of a text: an instruction is read with every request.
    public static let mostBytes = 8_000

    /// The instruction that goes with the messages. It is what a summariser calls its focus, so that
    /// models and the extract alike weigh by it; it never depends on the turn, so that summaries can
    /// be used again.
    public var instruction: String {
        text.replacing(Self.placeOfFields, with: fields.map { "- " + $0 }.joined(separator: "\n"))
    }

    /// The shipped templates, a row for each task. The document names the fields of the first (URLs,
    /// bugs found, decisions).
    public static let standard: [CompactionTask: TaskTemplate] = [
        .session: TaskTemplate(
            opening, fields: ["URLs visited", "bugs found", "decisions made"]),
        .code: TaskTemplate(
            opening,
            fields: [
                "files changed", "errors and failing tests", "decisions made", "what is left",
            ]),
        .research: TaskTemplate(
            opening, fields: ["sources with their URLs", "findings", "open questions"]),
    ]

    private static let opening = """
        A summary of the session so far. Keep above all:
        {fields}
        """
}
