import Backends
import Commands
import ContextModel
import HTTPBackends

/// `winnow-http`: the commands in a program with the network stack, which `winnow` hands over to.
@main
enum Main {
    static func main() { Program.main(network: HTTPServices()) }
}

/// Models behind HTTP, asked by the client that this executable links.
private struct HTTPServices: NetworkServices {
    func summarizer(
        _ endpoint: Endpoint, promptVersion: String, prompt: @escaping Endpoint.Prompt
    ) throws(EndpointError) -> any Summarizer {
        try HTTPSummarizer(endpoint, promptVersion: promptVersion, prompt: prompt)
    }

    func describer(_ endpoint: Endpoint) throws(EndpointError) -> any ImageDescriber {
        try HTTPDescriber(endpoint)
    }
}
