/// Who speaks in a message.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Standing instructions; `developer` messages are system messages with that wire word.
    case system
    /// The person, or the program standing in for one.
    case user
    /// The model.
    case assistant
    /// The result of a tool the model called.
    case tool
}
