/// What a provider reported of one request, in one convention for all of them: the parts of the prompt
/// exclude each other, and reasoning is a part of the output.
package struct RecordedUsage: Hashable, Sendable {
    /// Tokens of the prompt that were neither read from a cache nor written to one.
    package var uncached = 0
    /// Tokens that were read from a cache.
    package var read = 0
    /// Tokens that were written to a cache for five minutes, or for a time nobody said.
    package var written = 0
    /// Tokens that were written to a cache for an hour.
    package var writtenForAnHour = 0
    /// Tokens that were answered.
    package var output = 0
    /// The tokens of the prompt that was made last, where the provider asked itself again and its other
    /// figures are sums; nil where they are of one prompt.
    package var lastPrompt: Int?
    /// The model that answered.
    package var model: String?

    /// No tokens.
    package init() {}

    /// Adds the tokens of another request; of sums neither the model nor the last prompt is kept.
    mutating func add(_ other: Self) {
        uncached += other.uncached
        read += other.read
        written += other.written
        writtenForAnHour += other.writtenForAnHour
        output += other.output
        (lastPrompt, model) = (nil, nil)
    }

    /// The tokens of the whole prompt.
    package var prompt: Int { lastPrompt ?? (uncached + read + written + writtenForAnHour) }
}
