/// The messages that a view has in place of others: summaries, and notes that something is gone.
///
/// Each begins with a line in square brackets by which it is known again when a client sends it back.
/// A message that only looks like one loses nothing by it: it is carried whole.
public enum StandIn {
    private static let summaryOpening = "[Condensed: "
    private static let markerOpening = "[Left out: "
    private static let closing = " earlier messages]"

    /// The text of a summary that stands for some messages.
    public static func summary(of count: Int, _ text: String) -> String {
        summaryOpening + "\(count)" + closing + "\n" + text
    }

    /// The text that tells that some messages are gone.
    public static func marker(of count: Int) -> String { markerOpening + "\(count)" + closing }

    /// How many messages a message stands for as a summary; nil if it is none.
    public static func summarised(by message: Message) -> Int? {
        count(in: message, after: summaryOpening)
    }

    /// How many messages a message tells the loss of; nil if it does not.
    public static func leftOut(by message: Message) -> Int? {
        count(in: message, after: markerOpening)
    }

    /// Whether a message stands for others.
    public static func isOne(_ message: Message) -> Bool {
        summarised(by: message) != nil || leftOut(by: message) != nil
    }

    /// The text of a summary without its first line; nil if the message is no summary.
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
