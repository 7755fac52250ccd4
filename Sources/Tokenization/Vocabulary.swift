internal import RankTables

/// The tokens of an encoding and what merges them: made once a process from the tables in the program,
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

    private static let cl100kBase = Vocabulary(
        pairs: winnow_cl100k_base_pairs(), trie: winnow_cl100k_base_trie())
    private static let o200kBase = Vocabulary(
        pairs: winnow_o200k_base_pairs(), trie: winnow_o200k_base_trie())

    private init(pairs pairTable: winnow_table, trie trieTable: winnow_table) {
        tokens = TokenBytes(table: UnsafeRawBufferPointer(table: pairTable))
        pairs = PairTable(tokens)
        trie = TokenTrie(
            table: UnsafeRawBufferPointer(table: trieTable), tokenCount: tokens.count)
    }
}

/// A published byte-pair encoding: a vocabulary with ranks and a pattern that splits text.
///
/// Source: OpenAI's tiktoken 0.14, whose ids are reproduced for every text.
public enum Encoding: String, Hashable, Sendable, CaseIterable {
    /// The encoding of GPT-3.5 and GPT-4: 100,256 tokens.
    case cl100kBase = "cl100k_base"
    /// The encoding of GPT-4o and later: 199,998 tokens.
    case o200kBase = "o200k_base"
}
