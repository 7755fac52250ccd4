internal import RankTables

/// The tokens of an encoding and what merges them: made once a process from the pairs in the program,
/// then only read, by all threads.
final class Vocabulary: @unchecked Sendable {
    // Unchecked: all memory is written before the initialiser returns, and never after.

    /// The tokens' bytes and halves.
    let tokens: TokenBytes
    /// Which pairs merge into what.
    let pairs: PairTable
    /// The tokens by their bytes.
    let trie: TokenTrie

    /// The vocabulary of an encoding.
    static func shared(_ encoding: Encoding) -> Vocabulary {
        switch encoding {
        case .cl100kBase: cl100kBase
        case .o200kBase: o200kBase
        }
    }

    private static let cl100kBase = Vocabulary(table: winnow_cl100k_base_pairs())
    private static let o200kBase = Vocabulary(table: winnow_o200k_base_pairs())

    private init(table: winnow_table) {
        tokens = TokenBytes(table: UnsafeRawBufferPointer(table: table))
        pairs = PairTable(tokens)
        trie = TokenTrie(tokens)
    }
}
