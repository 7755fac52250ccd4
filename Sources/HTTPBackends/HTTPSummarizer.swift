package import Backends
package import ContextModel
internal import StrictJSON

/// A language model behind HTTP as a summariser. Errors say what happened in words of ours and of the
/// server, and never have the key.
package struct HTTPSummarizer: Summarizer {
    /// Waits between two attempts.
    package typealias Pause = HTTPExchange.Pause

    private let endpoint: Endpoint
    private let promptVersion: String
    private let prompt: Endpoint.Prompt
    private let exchange: HTTPExchange

    /// A summariser that asks the endpoint. The prompt's version names what `prompt` makes.
    package init(
        _ endpoint: Endpoint, promptVersion: String, prompt: @escaping Endpoint.Prompt,
        pause: @escaping Pause = { try await ContinuousClock().sleep(for: $0) }
    ) throws(EndpointError) {
        exchange = try HTTPExchange(endpoint, pause: pause)
        self.endpoint = endpoint
        self.promptVersion = promptVersion
        self.prompt = prompt
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
        return try await exchange.answer(to: body)
    }
}

extension HTTPSummarizer: CustomStringConvertible, CustomReflectable {
    /// Its identity.
    package var description: String { identity }

    /// Nothing inside: whoever dumps a client dumps the requests under way, keys included.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
