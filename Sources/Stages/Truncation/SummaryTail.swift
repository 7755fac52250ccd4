import ContextModel

/// What a summary may be cut to: its first line, by which it is known, and its newest sentences.
struct SummaryTail {
    private let message: Message
    private let count: Int
    private let text: String

    /// Nil for a message that is no summary.
    init?(_ message: Message) {
        guard let count = PlaceholderText.summarised(by: message),
            let text = PlaceholderText.text(of: message)
        else { return nil }
        self.message = message
        self.count = count
        self.text = text
    }

    /// The message with as many of its newest sentences as cost at most so much, or else as many of
    /// its last words; nil where that is nothing, or all there is. O(log bytes) costs.
    func message(within most: TokenCount, cost: (Message) -> TokenCount) -> Message? {
        for starts in [text.sentenceStarts, text.wordStarts] {
            if let start = starts.firstFitting({ cost(message(from: $0)) <= most }) {
                return start > text.startIndex ? message(from: start) : nil
            }
        }
        return nil
    }

    private func message(from start: String.Index) -> Message {
        var message = message
        guard case .text(var part)? = message.parts.first else { return message }
        part.text = PlaceholderText.summary(of: count, String(text[start...]))
        message.parts[0] = .text(part)
        return message
    }
}

extension [String.Index] {
    /// The first for which what follows is short enough, by halving; nil if it is for none. What is
    /// found is short enough even where a shorter text costs more.
    fileprivate func firstFitting(_ isShort: (String.Index) -> Bool) -> String.Index? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isShort(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return high < count ? self[high] : nil
    }
}

extension String {
    /// Where lines and sentences begin that say something.
    fileprivate var sentenceStarts: [Index] {
        starts { previous, before in
            previous == "\n" || previous == "。"
                || previous == " " && before.map { ".!?".contains($0) } ?? false
        }
    }

    /// Where words begin.
    fileprivate var wordStarts: [Index] { starts { previous, _ in previous.isWhitespace } }

    /// The first place, and every other after two characters that end something, no white space
    /// there. O(bytes).
    private func starts(after isEnd: (Character, Character?) -> Bool) -> [Index] {
        var starts: [Index] = []
        var (previous, before): (Character?, Character?)
        for index in indices {
            let character = self[index]
            if !character.isWhitespace, previous.map({ isEnd($0, before) }) ?? true {
                starts.append(index)
            }
            (previous, before) = (character, previous)
        }
        return starts
    }
}
