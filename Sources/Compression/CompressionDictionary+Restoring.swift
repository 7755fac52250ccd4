extension CompressionDictionary {
    /// The dictionary of rules that were written down, for expansion. A symbol that is none of the
    /// alphabet's or has two meanings is refused.
    public init(
        _ alphabet: SymbolAlphabet, rules: [CompressionRule], escape: Unicode.Scalar?
    ) throws(CompressionError) {
        self.init(alphabet)
        if let escape, !restore(escape: escape) { throw .symbol(String(escape)) }
        for rule in rules {
            guard restore(rule) else { throw .symbol(String(rule.symbol)) }
        }
    }
}
