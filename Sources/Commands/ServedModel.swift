import Backends
import ContextModel
import Foundation
import Summarization

/// The model behind HTTP that the options and the environment name.
enum ServedModel {
    /// The variable that holds the key: read for each request, never kept nor printed.
    private static let keyVariable = "SERVER_API_KEY"

    /// What the prompt adds to the messages: instruction, names of roles, context, focus.
    private static let promptAllowance = 2_000

    /// Makes the model a summariser; the error names the option or variable that is missing.
    static func summarizer(
        _ options: SummarizerOptions, _ services: any NetworkServices
    ) throws -> any Summarizer {
        let address = try options.needed(
            options.endpoint, "endpoint", variable: "SERVER_URL")
        let model = try options.needed(options.model, "model", variable: "SERVER_MODEL")
        if address.hasPrefix("https:"), SummarizerOptions.environment(keyVariable) == nil {
            throw CommandFailure(
                .inputMissing,
                "condensation.summarizer=http: the environment variable \(keyVariable) is missing, "
                    + "which an https server wants")
        }
        var endpoint = Endpoint(
            options.wire, baseURL: address, model: model,
            inputLimit: TokenCount(options.inputLimit)
        ) { SummarizerOptions.environment(keyVariable) }
        endpoint.temperature = 0
        let prompts = SummaryPrompts(limit: endpoint.inputLimit + TokenCount(promptAllowance))
        let counter = Counters.reference
        return try services.summarizer(endpoint, promptVersion: SummaryPrompts.version) {
            request throws(SummarizerError) in
            try prompts.messages(for: request, counter: counter)
        }
    }
}
