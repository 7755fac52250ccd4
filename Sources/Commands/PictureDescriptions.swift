import ContextModel
import Files
import StrictJSON
import Synchronization

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
