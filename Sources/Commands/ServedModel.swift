import ArgumentParser
import Backends
import ContextModel
import Foundation
import Summarization

/// A model behind HTTP that the options and the environment name.
struct ServedModel {
    /// Where a model is, and which variable holds the key: read for each request, never kept nor printed.
    struct Place {
        var address: String
        var model: String
        var keyVariable: String
    }

    /// The variable that holds the key of the server that all share.
    static let keyVariable = "SERVER_API_KEY"

    /// What the prompt adds to the messages: instruction, names of roles, context, focus.
    private static let promptAllowance = 2_000

    /// The most tokens of messages at once where nobody says: what small models can read.
    static let standardInputLimit = 6_000

    private let place: Place
    private let wire: WireProtocol
    private let temperature: Double?
    var inputLimit: Int
    var maximumOutput: Int?
    var retryLimit: Int?

    /// A model at a place, asked as the options say.
    init(_ place: Place, _ options: SummarizerOptions) {
        self.place = place
        wire = options.wire
        temperature = options.sampling
        inputLimit = options.inputLimit ?? Self.standardInputLimit
    }

    /// The one model that the options name; the error names the option or variable that is missing.
    init(_ options: SummarizerOptions) throws {
        let address = try options.needed(
            options.endpoint, "endpoint", variable: SummarizerOptions.addressVariable)
        let model = try options.needed(options.model, "model", variable: "SERVER_MODEL")
        self.init(
            Place(address: address, model: model, keyVariable: Self.keyVariable), options)
    }

    /// The model as a summariser.
    func summarizer(_ services: any NetworkServices) throws -> any Summarizer {
        var endpoint = try Self.endpoint(
            at: place, wire, inputLimit: inputLimit, for: "condensation.summarizer=http")
        endpoint.temperature = temperature
        if let maximumOutput { endpoint.maximumOutput = TokenCount(maximumOutput) }
        if let retryLimit { endpoint.retries.limit = retryLimit }
        let prompts = SummaryPrompts(limit: endpoint.inputLimit + TokenCount(Self.promptAllowance))
        let counter = Counters.reference
        return try services.summarizer(endpoint, promptVersion: SummaryPrompts.version) {
            request throws(SummarizerError) in
            try prompts.messages(for: request, counter: counter)
        }
    }

    /// The endpoint at a place; an https server without a key is refused, `purpose` says what wants it.
    static func endpoint(
        at place: Place, _ wire: WireProtocol, inputLimit: Int, for purpose: String
    ) throws -> Endpoint {
        let variable = place.keyVariable
        if place.address.hasPrefix("https:"), SummarizerOptions.environment(variable) == nil {
            throw CommandFailure(
                .inputMissing,
                "\(purpose): the environment variable \(variable) is missing, which an https server "
                    + "wants")
        }
        return Endpoint(
            wire, baseURL: place.address, model: place.model, inputLimit: TokenCount(inputLimit)
        ) { SummarizerOptions.environment(variable) }
    }
}

/// A model as its server knows it, and the server's address where it is named: `MODEL[@URL]`.
struct ServedName: Hashable, ExpressibleByArgument {
    var model: String
    /// Version included, `http://127.0.0.1:8080/v1`; nil for the server that is named elsewhere.
    var address: String?

    init(_ model: String, at address: String? = nil) {
        self.model = model
        self.address = address
    }

    /// Names of models have signs of all kinds, `@` too: an address begins with its scheme.
    init?(argument: String) {
        let schemes = ["@http://", "@https://"]
        guard let at = schemes.compactMap({ argument.firstRange(of: $0)?.lowerBound }).min() else {
            guard !argument.isEmpty else { return nil }
            self.init(argument)
            return
        }
        self.init(
            String(argument[..<at]), at: String(argument[argument.index(after: at)...]))
        guard !model.isEmpty else { return nil }
    }

    /// Refuses an address that could hold a secret, and does not repeat it.
    func check(_ option: String) throws {
        guard address.map(Self.hasSecret) != true else {
            throw ValidationError(
                "\(option) takes an address without user, query or fragment: a key is only taken "
                    + "from the environment.")
        }
    }

    /// Whether an address could hold a secret: arguments are seen by every user of the machine.
    static func hasSecret(_ address: String) -> Bool { address.contains { "@?#".contains($0) } }
}
