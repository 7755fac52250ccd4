internal import Statistics

/// The pauses between the attempts of one request.
package struct Backoff: Sendable {
    private let retries: Endpoint.Retries
    private var generator: SeededGenerator
    private var used = 0

    /// The pauses of a request, which is named so that its jitter does not depend on what else runs.
    package init(_ retries: Endpoint.Retries, request: String) {
        self.retries = retries
        generator = SeededGenerator(seed: retries.seed, name: request)
    }

    /// The pause before the next attempt, or nil if there shall be none.
    ///
    /// Without a wish of the server: `firstPause` doubled with each attempt, of that between half and
    /// all. With one: at least that long, never shorter than the server asked. Never longer than
    /// `longestPause`.
    package mutating func next(wish: Duration? = nil) -> Duration? {
        guard used < retries.limit else { return nil }
        let full = min(retries.firstPause * (1 << used), retries.longestPause)
        used += 1
        let share = generator.next(in: 500...1000)
        return min(max(full * share / 1000, wish ?? .zero), retries.longestPause)
    }
}
