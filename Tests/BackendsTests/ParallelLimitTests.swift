import Backends
import Synchronization
import Testing

@Suite struct ParallelLimitTests {
    private final class Meter: Sendable {
        private let state = Mutex((now: 0, most: 0, done: 0))
        var most: Int { state.withLock { $0.most } }
        var done: Int { state.withLock { $0.done } }

        func enter() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func leave() {
            state.withLock { state in
                state.now -= 1
                state.done += 1
            }
        }
    }

    private struct Refusal: Error {}

    @Test(arguments: [1, 2, 3, 7])
    func `never more than the limit run, and all do`(limit: Int) async throws {
        let slots = ParallelLimit(limit)
        let meter = Meter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    try await slots.run {
                        meter.enter()
                        for _ in 0..<20 { await Task.yield() }
                        meter.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(meter.most <= limit)
        #expect(meter.done == 60)
    }

    @Test func `work that throws leaves its place`() async throws {
        let slots = ParallelLimit(1)
        for _ in 0..<3 {
            await #expect(throws: Refusal.self) { try await slots.run { throw Refusal() } }
        }
        #expect(try await slots.run { 7 } == 7)
    }

    @Test func `who is cancelled while waiting leaves the queue`() async throws {
        let slots = ParallelLimit(1)
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let (starts, start) = AsyncStream<Void>.makeStream()
        let holder = Task {
            try await slots.run {
                start.yield()
                for await _ in gate { return }
            }
        }
        for await _ in starts { break }
        let waiter = Task { try await slots.run { true } }
        await Task.yield()
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        opener.yield()
        try await holder.value
        #expect(try await slots.run { 7 } == 7)
    }
}
