/// What a message that the pipeline put in stands for.
///
/// A message is one because of who made it, never because of its words, which anyone can write: what
/// a client sends back is looked up among those that were made.
public struct Placeholder: Hashable, Sendable {
    /// What it does for those messages.
    public enum Kind: Hashable, Sendable {
        /// It sums them up.
        case summary
        /// It tells that they are gone.
        case notice
    }

    /// What it does for them.
    public let kind: Kind
    /// How many messages of the conversation it stands for.
    public let count: Int

    /// A placeholder.
    public init(_ kind: Kind, of count: Int) {
        self.kind = kind
        self.count = count
    }
}

/// The texts of placeholders: summaries, and notes that something is gone.
///
/// Each begins with a line in square brackets. That line is for the model: it proves nothing.
public enum PlaceholderText {
    private static let summaryOpening = "[Condensed: "
    private static let markerOpening = "[Left out: "
    private static let closing = " earlier messages]"

    /// The text of a summary that stands for some messages.
    public static func summary(of count: Int, _ text: String) -> String {
        summaryOpening + "\(count)" + closing + "\n" + text
    }

    /// The text that tells that some messages are gone.
    public static func marker(of count: Int) -> String { markerOpening + "\(count)" + closing }

    /// How many messages a message says it is a summary of; nil if it does not.
    public static func summarised(by message: Message) -> Int? {
        count(in: message, after: summaryOpening)
    }

    /// How many messages a message says are gone; nil if it does not.
    public static func leftOut(by message: Message) -> Int? {
        count(in: message, after: markerOpening)
    }

    /// Whether a message reads as if it stood for others.
    public static func isOne(_ message: Message) -> Bool { claim(of: message) != nil }

    /// What a message says that it stands for, whoever wrote it; nil if it says no such thing.
    public static func claim(of message: Message) -> Placeholder? {
        if let count = summarised(by: message) { return Placeholder(.summary, of: count) }
        return leftOut(by: message).map { Placeholder(.notice, of: $0) }
    }

    /// The text of a summary without its first line; nil if the message does not read as one.
    public static func text(of message: Message) -> String? {
        guard summarised(by: message) != nil, case .text(let part)? = message.parts.first else {
            return nil
        }
        return String(part.text.drop { $0 != "\n" }.dropFirst())
    }

    private static func count(in message: Message, after opening: String) -> Int? {
        guard message.parts.count == 1, case .text(let part) = message.parts[0],
            part.text.utf8.starts(with: opening.utf8)
        else { return nil }
        let rest = part.text.utf8.dropFirst(opening.utf8.count)
        let digits = rest.prefix(10).prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard rest.dropFirst(digits.count).starts(with: closing.utf8) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
