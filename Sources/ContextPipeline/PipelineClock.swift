/// How the pipeline tells time and waits: handed in, so that tests and replays need no real time.
public struct PipelineClock: Sendable {
    /// The time since some start; never goes back.
    public var now: @Sendable () -> Duration
    /// Waits that long, or throws when cancelled.
    public var wait: @Sendable (Duration) async throws -> Void

    /// A clock.
    public init(
        now: @escaping @Sendable () -> Duration,
        wait: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.wait = wait
    }

    /// A clock that stands still, on which nothing ever takes too long.
    public static let stopped = PipelineClock(now: { .zero }, wait: { _ in throw Stopped() })

    private struct Stopped: Error {}
}
