/// A published byte-pair encoding: a vocabulary with ranks and a pattern that splits text.
///
/// Source: OpenAI's tiktoken 0.14, whose ids are reproduced for every text.
public enum Encoding: String, Hashable, Sendable, CaseIterable {
    /// The encoding of GPT-3.5 and GPT-4: 100,256 tokens.
    case cl100kBase = "cl100k_base"
    /// The encoding of GPT-4o and later: 199,998 tokens.
    case o200kBase = "o200k_base"
}
