internal import Backends
import Synchronization

/// Ends an attempt that takes too long: a deadline that moves with every sign of life, and one that
/// does not.
final class Watchdog: Sendable {
    private let clock = ContinuousClock()
    private let timeouts: Endpoint.Timeouts
    private let end: ContinuousClock.Instant
    private let deadline: Mutex<ContinuousClock.Instant>

    /// A watchdog that first waits for the head of an answer.
    init(_ timeouts: Endpoint.Timeouts) {
        self.timeouts = timeouts
        end = clock.now + timeouts.wholeAnswer
        deadline = Mutex(min(clock.now + timeouts.head, end))
    }

    /// Bytes have come: from now on the next ones are waited for.
    func signOfLife() {
        let next = min(clock.now + timeouts.betweenBytes, end)
        deadline.withLock { $0 = next }
    }

    /// Returns when a deadline is over; throws only when cancelled.
    func timeOut() async throws {
        while true {
            let next = deadline.withLock(\.self)
            guard clock.now < next else { return }
            // A sign of life may bring the deadline nearer, but not nearer than this.
            try await clock.sleep(until: min(next, clock.now + timeouts.betweenBytes))
        }
    }
}
