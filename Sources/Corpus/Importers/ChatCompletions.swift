internal import StrictJSON
internal import WireFormats

/// Reads Chat Completions messages: a request or the array of its messages, alone, in an array or
/// one a line. The tool definitions and every other field stay with the conversation. A request that
/// shows itself to be one of Anthropic's is read as such.
enum ChatCompletions {
    static let importer = Importer(.chatCompletions) { sample in
        sample.layoutOfRequests { messages, _ in messages.contains(where: hasRole) }
    }

    private static let roles: Set = [
        "system", "developer", "user", "assistant", "tool", "function",
    ]
    /// The role of a record that some agents write behind a conversation.
    static let closingRole = "exit"
    /// What messages say of a role that no format knows.
    static let expectedRoles = "one of system, developer, user, assistant, tool, function"

    /// Whether a format has the role.
    static func isRole(_ word: String) -> Bool { roles.contains(word) }

    private static let ownRoles: Set = ["developer", "tool", "function"]

    private static func hasRole(_ message: JSONValue) -> Bool {
        message["role"]?.string.map(roles.contains) ?? false
    }

    /// Whether a message has what only this format has: calls beside the content, or a role of its
    /// own.
    static func isOwn(_ message: JSONValue) -> Bool {
        message["tool_calls"] != nil || message["function_call"] != nil
            || message["role"]?.string.map(ownRoles.contains) ?? false
    }
}
