import ContextModel

/// A substitute for an encoding: a token a byte.
struct ByteCounter: TokenCounter {
    let name = "bytes"
    let isExact = false

    func count(_ text: String) -> TokenCount { TokenCount(text.utf8.count) }
}

/// A substitute that distinguishes texts of the same bytes in another order.
struct OrderCounter: TokenCounter {
    let name = "order"
    let isExact = false

    func count(_ text: String) -> TokenCount {
        TokenCount(text.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_009 })
    }
}

/// A conversation of messages of different lengths.
func conversation(_ count: Int) -> [Message] {
    (0..<count).map { index in
        let text = String(repeating: "word ", count: index % 7) + "number \(index)"
        return Message(index.isMultiple(of: 2) ? .user : .assistant, text)
    }
}
