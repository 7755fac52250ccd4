public import ContextModel

/// How good a summary is, measured by what can be measured without a judge: the facts it keeps and
/// its length.
///
/// The documents name a quality score and a preservation ratio without defining them; these are the
/// definitions of this project. All values are shares.
public enum SummaryQuality {
    /// The share of the weighted facts of the source that can be seen in the summary, times the factor
    /// for its length.
    public static func score(
        of summary: FactSet, source: FactSet, tokens: TokenCount, budget: TokenCount
    ) -> Share {
        lengthFactor(tokens, budget: budget).of(source.share(seenIn: summary))
    }

    /// The score of a text; for callers that keep no fact sets. O(bytes).
    public static func score(
        of summary: String, source messages: some Sequence<Message>, tokens: TokenCount,
        budget: TokenCount
    ) -> Share {
        score(
            of: FactSet(ofText: summary), source: FactSet(of: messages), tokens: tokens,
            budget: budget)
    }

    /// The factor for a length: 1 up to the budget, falling in a line to 0 at twice the budget.
    public static func lengthFactor(_ tokens: TokenCount, budget: TokenCount) -> Share {
        guard tokens > budget else { return .all }
        guard budget.value > 0, tokens.value < 2 * budget.value else { return .zero }
        return Share(2 * budget.value - tokens.value, of: budget.value)
    }

    /// The share of the weighted facts of a conversation that can be seen anywhere in its context,
    /// from the fact sets of the messages of both. O(entries).
    public static func preservation(
        of original: some Sequence<FactSet>, in context: some Sequence<FactSet>
    ) -> Share {
        FactSet.union(original).share(seenIn: FactSet.union(context))
    }

    /// The same for messages; for callers that keep no fact sets. O(bytes).
    public static func preservation(of original: [Message], in context: [Message]) -> Share {
        FactSet(of: original).share(seenIn: FactSet(of: context))
    }
}
