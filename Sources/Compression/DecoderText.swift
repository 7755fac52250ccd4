/// What a model is told about symbols: travels with the turn that introduces them.
///
/// Each line is a symbol, the sign of equality and the phrase as it is. A phrase may have line ends:
/// the next rule begins with the next line that begins with a symbol, since no phrase has one.
enum DecoderText {
    /// The first line of a conversation's first decoder text.
    static let header = "Symbols stand for the text after \"=\":\n"
    /// The first line of later ones.
    static let laterHeader = "More symbols:\n"

    /// The line of a rule.
    static func line(_ rule: CompressionRule) -> String {
        String(Character(rule.symbol)) + "=" + rule.phrase + "\n"
    }

    /// What the escape is.
    static func notice(_ escape: Unicode.Scalar) -> String {
        "A symbol after \(Character(escape)) stands for itself.\n"
    }

    /// The text for new rules, the first of the conversation or not; empty if there is nothing to say.
    static func text(_ rules: ArraySlice<CompressionRule>, escape: Unicode.Scalar?) -> String {
        var text = ""
        if let escape { text += notice(escape) }
        guard !rules.isEmpty else { return text }
        text += rules.startIndex == 0 ? header : laterHeader
        for rule in rules { text += line(rule) }
        return text
    }
}
