package import Backends
package import ContextModel
internal import StrictJSON

/// A language model behind HTTP as a summariser.
///
/// A request holds one of the endpoint's slots while it is tried, and tried again while the
/// failure is one that passes; all else is thrown at once. Errors say what happened in words of
/// ours and of the server, and never have the key.
package struct HTTPSummarizer: Summarizer {
    /// Waits between two attempts.
    package typealias Pause = @Sendable (Duration) async throws -> Void

    private let endpoint: Endpoint
    private let promptVersion: String
    private let prompt: Endpoint.Prompt
    private let pause: Pause
    private let connection: HTTPConnection
    private let slots: ParallelLimit

    /// A summariser that asks the endpoint. The prompt's version names what `prompt` makes.
    package init(
        _ endpoint: Endpoint, promptVersion: String, prompt: @escaping Endpoint.Prompt,
        pause: @escaping Pause = { try await ContinuousClock().sleep(for: $0) }
    ) throws(EndpointError) {
        try endpoint.validate()
        self.endpoint = endpoint
        self.promptVersion = promptVersion
        self.prompt = prompt
        self.pause = pause
        connection = HTTPConnection(endpoint)
        slots = ParallelLimit(endpoint.parallelRequests)
    }

    /// Protocol, model, prompt, sampling and limits. Neither the address nor the key: answers may be
    /// recorded against one server and used without it, so a model's name must say which it is.
    package var identity: String {
        let temperature = endpoint.temperature.map { "\($0)" } ?? "default"
        return "http \(endpoint.wire.rawValue) \(endpoint.model) prompt=\(promptVersion)"
            + " temperature=\(temperature) output=\(endpoint.maximumOutput)"
            + " input=\(endpoint.inputLimit)"
    }

    /// As the endpoint says.
    package var inputLimit: TokenCount { endpoint.inputLimit }

    /// Asks for a summary, once or as often as the endpoint's retries allow.
    package func summarize(
        _ request: SummaryRequest
    ) async throws(SummarizerError) -> SummaryAnswer {
        let body = try endpoint.body(try prompt(request), budget: request.budget).compactText
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

extension HTTPSummarizer: CustomStringConvertible, CustomReflectable {
    /// Its identity.
    package var description: String { identity }

    /// Nothing inside: whoever dumps a client dumps the requests under way, keys included.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
