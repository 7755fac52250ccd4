extension Int {
    /// A share of a number of tokens, given in millionths, rounded down as the documents do. The
    /// largest limits do not overflow.
    func share(millionths: Int) -> Int { Int(Int128(self) * Int128(millionths) / 1_000_000) }
}
