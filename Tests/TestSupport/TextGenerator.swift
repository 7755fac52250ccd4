internal import Statistics

/// Texts for random histories, never blank and without white space at the end.
struct TextGenerator {
    private var random: SeededGenerator

    init(seed: UInt64, name: String) { random = SeededGenerator(seed: seed, name: name) }

    private static let oddTexts = [
        ".", "ok", "0", "null", "{}", "e\u{301}", "👩‍👩‍👧‍👦", "مرحبا", "\u{200B}.", "日本語のテキスト", "a\u{0}b",
        "\t leading", "\u{FEFF}mark", "line\r\nline\n\n\nline", "<|endoftext|>", "𝔘𝔫𝔦",
    ]

    private static let marks = [
        "[Summary of the conversation so far] The user asked for three files.",
        "[12 earlier messages were removed]", "<summary>nothing</summary>",
        "This session is being continued from a previous conversation.", "… [truncated]",
        "Conversation summary (messages 1–40): none.",
    ]

    private static let words = [
        "the", "file", "Sources/Main.swift:42", "must", "never", "ORDER-7731", "port 8080",
        "Grüße,",
        "error:", "don't", "2024-02-30", "`rm -rf`", "https://a.example/?q=1&r=2", "naïve", "然后",
    ]

    /// Mostly some words; now and then something odd, a mark, or thousands of words: rarely, since they
    /// take most of the time and find least.
    mutating func next() -> String {
        switch random.next(below: 200) {
        case 0..<30: random.choose(Self.oddTexts)
        case 30..<50: random.choose(Self.marks)
        case 50..<54: String(repeating: "x", count: random.next(in: 1...6000))
        case 54: String(repeating: some(words: 20) + " ", count: random.next(in: 50...150)) + "end."
        default: some(words: random.next(in: 1...30))
        }
    }

    private mutating func some(words count: Int) -> String {
        var text = ""
        for _ in 0..<count {
            text += random.choose(Self.words)
            text += random.choose([" ", " ", " ", "\n", ", "])
        }
        return text + "end."
    }
}
