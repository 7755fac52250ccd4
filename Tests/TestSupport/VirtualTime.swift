import Foundation
import Synchronization

/// Time that passes only when nobody has anything to do: a simulation of discrete events.
///
/// Everything of the tasks that prefer this executor runs on one thread. When no job is left, the clock
/// jumps to the time of whoever waits least and wakes that one. So the order of all that happens, and
/// when, follows from the code alone, however busy the machine is, and no test ever waits.
package final class VirtualTime: TaskExecutor {
    private struct Sleeper {
        let number: Int
        let end: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Duration.zero
        var jobs: [UnownedJob] = []
        var sleepers: [Sleeper] = []
        var numbers = 0
        var isOver = false
    }

    private let state = Mutex(State())
    private let isThereWork = DispatchSemaphore(value: 0)

    private init() {
        Thread { self.work() }.start()
    }

    /// Runs some work, and everything it starts, from time zero on.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable (VirtualTime) async throws -> Value
    ) async throws -> Value {
        let time = VirtualTime()
        defer { time.end() }
        return try await Task(executorPreference: time) { try await work(time) }.value
    }

    /// The time since the start.
    package var now: Duration { state.withLock(\.now) }

    /// Waits so long; throws at once when cancelled.
    package func wait(_ time: Duration) async throws {
        let number = state.withLock { state in
            state.numbers += 1
            return state.numbers
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                // All of it runs on one thread, so nobody cancels between the question and the answer.
                guard !Task.isCancelled else {
                    continuation.resume(throwing: CancellationError())
                    return
                }
                state.withLock { state in
                    state.sleepers.append(
                        Sleeper(number: number, end: state.now + time, continuation: continuation))
                }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.sleepers.firstIndex { $0.number == number }
                    .map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        isThereWork.signal()
    }

    private func end() {
        state.withLock { $0.isOver = true }
        isThereWork.signal()
    }

    private func work() {
        while true {
            if let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) {
                job.runSynchronously(on: asUnownedTaskExecutor())
            } else if let sleeper = next() {
                sleeper.continuation.resume()
            } else if state.withLock(\.isOver) {
                return
            } else {
                isThereWork.wait()
            }
        }
    }

    /// Whoever waits least, of two the one who came first; the clock then shows that time.
    private func next() -> Sleeper? {
        state.withLock { state in
            let first = state.sleepers.indices.min {
                (state.sleepers[$0].end, state.sleepers[$0].number)
                    < (state.sleepers[$1].end, state.sleepers[$1].number)
            }
            guard let first else { return nil }
            let sleeper = state.sleepers.remove(at: first)
            state.now = max(state.now, sleeper.end)
            return sleeper
        }
    }
}
