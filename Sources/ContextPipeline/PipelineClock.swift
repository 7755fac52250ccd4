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

extension PipelineClock {
    /// The answer of some work, or nil if so much time passes first; the work is then cancelled.
    func answer<Answer: Sendable>(
        within time: Duration, of work: @escaping @Sendable () async -> Answer
    ) async -> Answer? {
        guard time > .zero else { return nil }
        let wait = wait
        return await withTaskGroup(of: Ending<Answer>.self) { group in
            group.addTask { .answered(await work()) }
            group.addTask {
                do { try await wait(time) } catch { return .notWaited }
                return .timeIsUp
            }
            defer { group.cancelAll() }
            for await ending in group {
                switch ending {
                case .answered(let answer): return answer
                case .timeIsUp: return nil
                case .notWaited: continue
                }
            }
            return nil
        }
    }
}

/// How a race between some work and the clock can end.
private enum Ending<Answer: Sendable>: Sendable {
    case answered(Answer)
    case timeIsUp
    /// The clock stands still, or the race is over: only the work counts.
    case notWaited
}
