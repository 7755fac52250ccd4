import Backends
import ContextModel
import HTTPBackends
import Testing

@Suite struct CancellationTests {
    /// What comes of a request that is cancelled once the server has it.
    private func cancelled(
        _ reply: Reply, pause: @escaping HTTPSummarizer.Pause = { _ in }
    ) async throws -> SummarizerError? {
        try await ScriptedServer.run([reply]) { server, address in
            let summarizer = try HTTPSummarizer(
                .test(.chatCompletions, address, streaming: true), promptVersion: "1",
                prompt: somePrompt, pause: pause)
            let task = Task { try await summarizer.summarize(someRequest) }
            await server.arrival()
            task.cancel()
            do {
                _ = try await task.value
                return nil
            } catch { return error as? SummarizerError }
        }
    }

    @Test func `it ends the wait for an answer`() async throws {
        #expect(try await cancelled(.hang) == .cancelled)
    }

    @Test func `it ends a stream`() async throws {
        let stall = Reply.stall(headers: Bodies.eventStream, [": wait\n\n"])
        #expect(try await cancelled(stall) == .cancelled)
    }

    @Test func `it ends the pause before the next attempt`() async throws {
        let error = try await cancelled(.answer(status: 500, ["{}"])) { _ in
            try await ContinuousClock().sleep(for: .seconds(3600))
        }
        #expect(error == .cancelled)
    }

    @Test func `who is cancelled in the queue never asks`() async throws {
        let count = try await ScriptedServer.run([.hang]) { server, address in
            var endpoint = Endpoint.test(.chatCompletions, address)
            endpoint.parallelRequests = 1
            let summarizer = try HTTPSummarizer(
                endpoint, promptVersion: "1", prompt: somePrompt)
            let first = Task { try await summarizer.summarize(someRequest) }
            await server.arrival()
            let second = Task { try await summarizer.summarize(someRequest) }
            second.cancel()
            await #expect(throws: SummarizerError.cancelled) { try await second.value }
            first.cancel()
            await #expect(throws: SummarizerError.cancelled) { try await first.value }
            return server.received.count
        }
        #expect(count == 1)
    }
}
