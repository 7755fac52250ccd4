/// Differences of shares in words.
enum PairedText {
    /// A share in points of percent, with its sign.
    static func points(_ share: Double) -> String {
        (share > 0 ? "+" : "") + Figure.significant(share * 100, 2)
    }
}
