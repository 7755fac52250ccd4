/// A conversation of a corpus: what comparisons pair by, and intervals resample.
package struct ConversationID: Hashable, Comparable, Sendable {
    /// The hash of the corpus.
    package let corpus: String
    /// Its place in the corpus, from 0.
    package let number: Int

    /// A conversation.
    package init(corpus: String, number: Int) {
        self.corpus = corpus
        self.number = number
    }

    /// By corpus, then by place.
    package static func < (one: Self, other: Self) -> Bool {
        (one.corpus, one.number) < (other.corpus, other.number)
    }
}
