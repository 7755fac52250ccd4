import ContextModel

/// A substitute for an encoding: four bytes a token, rounded up.
struct QuarterCounter: TokenCounter {
    let name = "bytes/4"
    let isExact = false

    func count(_ text: String) -> TokenCount { TokenCount((text.utf8.count + 3) / 4) }
}

/// Counts bytes, so that every byte shows.
struct ByteCounter: TokenCounter {
    let name = "bytes"
    let isExact = false

    func count(_ text: String) -> TokenCount { TokenCount(text.utf8.count) }
}
