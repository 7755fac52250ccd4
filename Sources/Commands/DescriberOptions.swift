import ArgumentParser
import Backends
import ContextModel
import Files

/// Where descriptions of pictures come from.
struct DescriberOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Descriptions of pictures, JSON lines of {\"picture\": the part as it is written, "
                + "\"description\": text}.", valueName: "file"))
    var descriptions: String?

    @Option(
        help: ArgumentHelp(
            "Ask this vision model for descriptions of pictures that have none, at the address, else at "
                + "VISION_SERVER_URL, else at SERVER_URL. A key is only taken from VISION_SERVER_API_KEY, "
                + "or from SERVER_API_KEY at SERVER_URL.", valueName: "model[@url]"))
    var describeWith: ServedName?

    @Option(help: "What the vision model's server speaks; chat-completions if not given.")
    var describerProtocol: WireProtocol?

    @Option(
        help: ArgumentHelp(
            "Append what --describe-with answers to this file, in the form of --descriptions; what it has "
                + "already is not asked for.", valueName: "file"))
    var recordDescriptions: String?

    func validate() throws {
        if let describeWith { return try describeWith.check("--describe-with") }
        if recordDescriptions != nil {
            throw ValidationError("--record-descriptions goes with --describe-with.")
        }
        if describerProtocol != nil {
            throw ValidationError("--describer-protocol goes with --describe-with.")
        }
    }

    /// Hands over where that needs another program; must come before anything is written.
    func handOver() throws {
        if describeWith != nil { try Network.handOver() }
    }

    /// The model that describes; nil where none is asked.
    func model() throws -> (any ImageDescriber)? {
        guard let describeWith else { return nil }
        guard let services = Network.services else { throw Network.missing }
        var endpoint = try ServedModel.endpoint(
            at: try place(of: describeWith), describerProtocol ?? .chatCompletions, inputLimit: 1,
            for: "--describe-with")
        endpoint.maximumOutput = TokenCount(Self.mostTokens)
        return try services.describer(endpoint)
    }

    /// Four sentences and the texts in a picture; what is longer than 4,000 characters is no description.
    private static let mostTokens = 400

    private func place(of name: ServedName) throws -> ServedModel.Place {
        let own = name.address ?? SummarizerOptions.environment("VISION_SERVER_URL")
        if let own {
            return ServedModel.Place(
                address: own, model: name.model, keyVariable: "VISION_SERVER_API_KEY")
        }
        guard let shared = SummarizerOptions.environment(SummarizerOptions.addressVariable) else {
            throw CommandFailure(
                .inputMissing,
                "--describe-with: name the server, as MODEL@URL or in the environment variable "
                    + "VISION_SERVER_URL or \(SummarizerOptions.addressVariable)")
        }
        return ServedModel.Place(
            address: shared, model: name.model, keyVariable: ServedModel.keyVariable)
    }
}
