import ArgumentParser
import Backends
import ContextModel
import Files
import StrictJSON
import Synchronization

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

/// Descriptions of pictures: recorded ones, in files of JSON lines, `{"picture": …, "description": "…"}`,
/// the picture as its part is written in the conversation, and a model that is asked for others.
struct PictureDescriptions {
    /// Knows the recorded pictures, and asks for others if there is somebody to ask; nil for nobody.
    let describer: RecordedDescriber?
    private let path: String?
    /// The pictures of the file that was named.
    private let pictures: Set<PictureReference>
    private let recording: DescriptionRecording?

    /// Reads the files, a line that is no description is refused, and makes the model's describer.
    init(_ options: DescriberOptions) throws {
        let model = try options.model()
        path = options.descriptions
        let named = try path.map(Self.entries) ?? []
        pictures = Set(named.map(\.picture))
        recording = try options.recordDescriptions.map { try DescriptionRecording($0) }
        guard path != nil || model != nil else {
            describer = nil
            return
        }
        // What was said of a picture by name outranks what a model said.
        describer = RecordedDescriber(
            (recording?.known ?? []) + named, asking: model,
            record: { [recording] in recording?.add($0, $1) })
    }

    /// Says how many descriptions are of no picture of some conversations, if any are, and writes what was
    /// recorded.
    func finish(_ conversations: [Conversation]) throws {
        if let path {
            let messages = conversations.flatMap(\.messages)
            let shown = Set(messages.flatMap(\.parts).flatMap(\.pictures))
            let unused = pictures.subtracting(shown).count
            if unused > 0 {
                Output.note(
                    "winnow: \(path): \(unused) of \(pictures.count) pictures described are none of "
                        + "the conversation's")
            }
        }
        try recording?.finish()
    }

    /// The descriptions in a file.
    fileprivate static func entries(
        _ path: String
    ) throws -> [(picture: PictureReference, description: String)] {
        let file = try InputText(path, validated: false)
        let bytes = file.bytes
        return try withExtendedLifetime(file) {
            var entries: [(picture: PictureReference, description: String)] = []
            for line in JSONLines(bytes) { entries.append(try entry(line, bytes, path)) }
            return entries
        }
    }

    private static func entry(
        _ line: JSONSlice, _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws -> (picture: PictureReference, description: String) {
        let value: JSONValue
        do { value = try line.value(in: bytes) } catch {
            throw CommandFailure(.badData, "\(path): \(error)")
        }
        guard let picture = value["picture"], let description = value["description"]?.string else {
            throw CommandFailure(
                .badData,
                "\(path):\(line.line): expected an object of picture and description, a text; "
                    + "correct or remove the line")
        }
        return (PictureReference(picture), description)
    }
}

/// A file that gets what a model says of pictures.
private final class DescriptionRecording: Sendable {
    let known: [(picture: PictureReference, description: String)]
    private let path: String
    private let lines = Mutex<[String]>([])

    /// A file to add to; one that is there has to hold descriptions.
    init(_ path: String) throws {
        self.path = path
        known = Paths.isFile(path) ? try PictureDescriptions.entries(path) : []
    }

    /// Keeps a description until the end.
    func add(_ picture: ImagePart, _ description: String) {
        let entry = JSONObject([
            ("picture", picture.source), ("description", .string(description)),
        ])
        lines.withLock { $0.append(JSONValue.object(entry).compactText + "\n") }
    }

    /// Adds to the file, whole or not at all, and says how much. In the order of the texts: pictures are
    /// described several at a time.
    func finish() throws {
        let lines = lines.withLock { $0.sorted() }
        if !lines.isEmpty {
            var before = Paths.isFile(path) ? try InputText(path).text : ""
            if !before.isEmpty, !before.hasSuffix("\n") { before += "\n" }
            try CommandFailure.writing { try AtomicFile.write(before + lines.joined(), to: path) }
        }
        Output.note("winnow: \(path): \(lines.count) descriptions recorded")
    }
}

extension ContentPart {
    /// The pictures, those in tools' results included.
    fileprivate var pictures: [PictureReference] {
        switch self {
        case .image(let image): [PictureReference(image.source)]
        case .toolResult(let result): result.content.flatMap(\.pictures)
        case .text, .reasoning, .toolCall, .opaque: []
        }
    }
}
