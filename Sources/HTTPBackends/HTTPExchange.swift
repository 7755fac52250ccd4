package import Backends
package import ContextModel

/// Requests to an endpoint and their answers, within its bounds.
///
/// A request holds one of the endpoint's slots while it is tried, and tried again while the failure is
/// one that passes; all else is thrown at once.
package struct HTTPExchange: Sendable {
    /// Waits between two attempts.
    package typealias Pause = @Sendable (Duration) async throws -> Void

    private let endpoint: Endpoint
    private let pause: Pause
    private let connection: HTTPConnection
    private let slots: ParallelLimit

    /// Exchanges with an endpoint; one that cannot work is refused.
    package init(_ endpoint: Endpoint, pause: @escaping Pause) throws(EndpointError) {
        try endpoint.validate()
        self.endpoint = endpoint
        self.pause = pause
        connection = HTTPConnection(endpoint)
        slots = ParallelLimit(endpoint.parallelRequests)
    }

    /// The answer to a body, asked for once or as often as the endpoint's retries allow.
    package func answer(to body: String) async throws(SummarizerError) -> SummaryAnswer {
        do {
            return try await slots.run { try await attempts(body) }
        } catch let error as SummarizerError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    /// Throws `SummarizerError`, or whatever a cancelled pause throws.
    private func attempts(_ body: String) async throws -> SummaryAnswer {
        var backoff = Backoff(endpoint.retries, request: body)
        while true {
            let (failure, wish): (String, Duration?)
            do throws(AttemptFailure) {
                return try await connection.answer(to: body)
            } catch {
                if Task.isCancelled { throw SummarizerError.cancelled }
                switch error {
                case .tooLong: throw SummarizerError.tooLong
                case .timedOut: throw SummarizerError.timedOut
                case .misdirected(let words): throw SummarizerError.unavailable(words)
                case .permanent(let words): throw SummarizerError.failed(words)
                case .transient(let words, let pause): (failure, wish) = (words, pause)
                }
            }
            guard let time = backoff.next(wish: wish) else {
                throw SummarizerError.unavailable(failure)
            }
            try await pause(time)
        }
    }
}
