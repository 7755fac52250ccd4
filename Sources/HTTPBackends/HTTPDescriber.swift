package import Backends
package import ContextModel
internal import StrictJSON

/// A vision model behind HTTP as a describer of pictures. Errors say what happened in words of ours and
/// of the server, and never have the key.
package struct HTTPDescriber: ImageDescriber {
    private let endpoint: Endpoint
    private let exchange: HTTPExchange

    /// A describer that asks the endpoint.
    package init(
        _ endpoint: Endpoint,
        pause: @escaping HTTPExchange.Pause = { try await ContinuousClock().sleep(for: $0) }
    ) throws(EndpointError) {
        exchange = try HTTPExchange(endpoint, pause: pause)
        self.endpoint = endpoint
    }

    /// Protocol, model, question and sampling. Neither the address nor the key: descriptions may be made
    /// at one server and used without it.
    package var identity: String {
        let temperature = endpoint.temperature.map { "\($0)" } ?? "default"
        return "http \(endpoint.wire.rawValue) \(endpoint.model)"
            + " prompt=\(Endpoint.pictureQuestionVersion) temperature=\(temperature)"
            + " output=\(endpoint.maximumOutput)"
    }

    /// Asks for a description, once or as often as the endpoint's retries allow. One that ends at the
    /// output limit is one: what it says is true as far as it goes.
    package func describe(_ picture: ImagePart) async throws(ImageDescriberError) -> String {
        let body = try endpoint.body(describing: picture, budget: endpoint.maximumOutput)
        do throws(SummarizerError) {
            return try await exchange.answer(to: body.compactText).text
        } catch {
            switch error {
            case .timedOut: throw .timedOut
            case .tooLong: throw .failed("the picture is too large for the model")
            case .cancelled, .notRecorded, .unavailable, .failed: throw .failed(error.description)
            }
        }
    }
}

extension HTTPDescriber: CustomStringConvertible, CustomReflectable {
    /// Its identity.
    package var description: String { identity }

    /// Nothing inside: whoever dumps a client dumps the requests under way, keys included.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
