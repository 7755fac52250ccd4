/// Something that says how many tokens a text has: an exact encoding or an estimator.
///
/// A counter is total (every text has a count) and deterministic. It may use bounded internal caches,
/// so counting is cheap to repeat; whether counts are exact is part of its identity.
public protocol TokenCounter: Sendable {
    /// The counter's name in settings, reports and results: `cl100k_base`, `characters/4`.
    var name: String { get }

    /// Whether the counts are those of a published tokenisation, not estimates.
    var isExact: Bool { get }

    /// The number of tokens of a text, special-token strings being ordinary text.
    func count(_ text: String) -> TokenCount
}
