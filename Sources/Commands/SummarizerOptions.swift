import ArgumentParser
import Backends
import Foundation
import Settings

/// Where summaries come from, for the summarisers `recorded` and `http`.
struct SummarizerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Recorded summaries, as JSON lines, for condensation.summarizer=recorded; by default the "
                + "shipped ones.", valueName: "file"))
    var cassette: String?

    @Option(
        help: ArgumentHelp(
            "Ask the model for what is not recorded, and append each answer to this file of JSON lines.",
            valueName: "file"))
    var record: String?

    @Option(
        help: ArgumentHelp(
            "The model server's address, version included (http://127.0.0.1:8080/v1), for "
                + "condensation.summarizer=http; by default what SERVER_URL says. A key is only taken "
                + "from SERVER_API_KEY.", valueName: "url"))
    var endpoint: String?

    @Option(help: "The model that summarises, as its server knows it; by default SERVER_MODEL.")
    var model: String?

    @Option(name: .customLong("protocol"), help: "What the model's server speaks.")
    var wire = WireProtocol.chatCompletions

    @Option(
        help: ArgumentHelp(
            "The most tokens of messages that the model is asked to summarise at once; 6000 if not given, "
                + "for the models of tiers what their tier can read.", valueName: "tokens"))
    var inputLimit: Int?

    @Option(
        help: ArgumentHelp(
            "The sampling temperature, 0 to 2, 0.3 if not given; `server` sends none, as some models "
                + "demand.", valueName: "number|server"))
    var temperature: String?

    func validate() throws {
        guard inputLimit ?? 1 > 0 else {
            throw ValidationError("--input-limit takes a number from 1.")
        }
        guard temperature == "server" || sampling.map((0...2).contains) == true else {
            throw ValidationError("--temperature takes a number from 0 to 2, or server.")
        }
        // Arguments are seen by every user of the machine.
        guard endpoint.map(ServedName.hasSecret) != true else {
            throw ValidationError(
                "--endpoint takes an address without user, query or fragment: a key is only taken "
                    + "from SERVER_API_KEY.")
        }
    }

    /// Refuses options that change nothing, since no summariser that was chosen looks at them.
    func check(_ names: Set<SummarizerName>) throws {
        if cassette != nil, !names.contains(.recorded), record == nil {
            throw Self.unused("--cassette", needs: "recorded")
        }
        let asksModel = names.contains(.http) || record != nil
        for (option, value) in [
            ("--endpoint", endpoint), ("--model", model), ("--temperature", temperature),
        ]
        where value != nil && !asksModel {
            throw Self.unused(option, needs: "http")
        }
    }

    private static func unused(_ option: String, needs summarizer: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "\(option): nothing looks at it; condensation.summarizer has to be \(summarizer)")
    }

    /// The sampling temperature; nil leaves it to the server.
    var sampling: Double? { temperature.map { Double($0) } ?? Self.documentedTemperature }

    /// Doc 004: low, so that summaries say nearly the same each time.
    private static let documentedTemperature = 0.3

    /// The variable that names the server all share.
    static let addressVariable = "SERVER_URL"

    /// The model that summarises, as far as it is known.
    var modelName: String? { model ?? Self.environment("SERVER_MODEL") }

    /// An option, or else what a variable of the environment says; both missing is refused.
    func needed(_ option: String?, _ name: String, variable: String) throws -> String {
        let value = option ?? Self.environment(variable) ?? ""
        guard value.isEmpty else { return value }
        throw CommandFailure(
            .inputMissing,
            "condensation.summarizer=http: name the \(name) with --\(name) or in the environment "
                + "variable \(variable)")
    }

    /// A variable of the environment, nil if it is missing or empty.
    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension WireProtocol: ExpressibleByArgument {}
