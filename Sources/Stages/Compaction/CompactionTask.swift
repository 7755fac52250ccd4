/// What a summary of a session is for: the task by which it is routed, and what it has to keep.
public enum CompactionTask: String, Hashable, Sendable, CaseIterable {
    /// The documented one: an agent that looks for bugs on web pages.
    case session = "summarize_session"
    /// An agent that writes code.
    case code = "summarize_code"
    /// An agent that reads and compares.
    case research = "summarize_research"

    /// What a summary keeps first, in the order of the prompt.
    public var fields: [String] {
        switch self {
        case .session: ["URLs visited", "bugs found", "decisions made"]
        case .code: ["files changed", "errors and failing tests", "decisions made", "what is left"]
        case .research: ["sources with their URLs", "findings", "open questions"]
        }
    }

    /// The instruction that goes with the messages. It is what a summariser calls its focus, so that
    /// models and the extract alike weigh by it; it never depends on the turn, so that summaries can
    /// be used again.
    public var instruction: String {
        let list = fields.map { "- " + $0 }.joined(separator: "\n")
        return "A summary of the session so far. Keep above all:\n" + list
    }
}
