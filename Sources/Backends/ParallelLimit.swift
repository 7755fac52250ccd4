import Synchronization

/// Lets a bounded number of tasks through at once; the others wait in the order they came.
package final class ParallelLimit: Sendable {
    private struct Waiter {
        let ticket: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var free: Int
        var tickets = 0
        var waiting: [Waiter] = []
    }

    private let state: Mutex<State>

    /// A limit of at least one.
    package init(_ limit: Int) {
        precondition(limit > 0, "nothing gets through a limit of \(limit)")
        state = Mutex(State(free: limit))
    }

    /// Runs the work as soon as there is room. A task that is cancelled while it waits leaves the
    /// queue and throws `CancellationError`.
    package func run<Value: Sendable>(
        _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async throws {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                wait(Waiter(ticket: ticket, continuation: $0))
            }
        } onCancel: {
            withdraw(ticket)
        }
    }

    private func wait(_ waiter: Waiter) {
        // A task is marked as cancelled before its handler runs: under the lock either the mark is
        // seen here or the handler sees the waiter.
        let outcome: Result<Void, any Error>? = state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.free == 0 {
                state.waiting.append(waiter)
                return nil
            }
            state.free -= 1
            return .success(())
        }
        if let outcome { waiter.continuation.resume(with: outcome) }
    }

    private func withdraw(_ ticket: Int) {
        let waiter = state.withLock { state in
            state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func leave() {
        let next = state.withLock { state -> Waiter? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.continuation.resume()
    }
}
