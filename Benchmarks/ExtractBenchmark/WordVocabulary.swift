/// Numbers the words of texts, from 0 in the order of first sight.
///
/// A word is a run of ASCII letters and digits; capitals are taken as small letters.
struct WordVocabulary {
    private(set) var words: [String] = []
    private var numbers: [String: Int] = [:]

    /// The words of a text as numbers, in order. O(bytes).
    mutating func tokens(of text: String) -> [Int] {
        var tokens: [Int] = []
        var word: [UInt8] = []
        for byte in text.utf8 {
            let small = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if small &- 0x61 < 26 || small &- 0x30 < 10 {
                word.append(small)
            } else if !word.isEmpty {
                tokens.append(number(of: word))
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { tokens.append(number(of: word)) }
        return tokens
    }

    private mutating func number(of word: [UInt8]) -> Int {
        let text = String(decoding: word, as: UTF8.self)
        if let number = numbers[text] { return number }
        numbers[text] = words.count
        words.append(text)
        return words.count - 1
    }
}
