import ContextModel
import Files
import StrictJSON

/// A file of recorded descriptions of pictures: JSON lines, `{"picture": …, "description": "…"}`, the
/// picture as its part is written in the conversation.
struct PictureDescriptions {
    /// A describer that knows these pictures.
    let describer: RecordedDescriber
    private let path: String
    /// The pictures, as they are written.
    private let pictures: Set<String>

    /// Reads a file; a line that is no description is refused.
    init(_ path: String) throws {
        let file = try InputText(path, validated: false)
        let bytes = file.bytes
        self.path = path
        (describer, pictures) = try withExtendedLifetime(file) {
            var recorded: [(source: JSONValue, description: String)] = []
            for line in JSONLines(bytes) {
                recorded.append(try Self.entry(line, bytes, path))
            }
            // Another file's descriptions are others.
            let digest = SHA256Hasher().digest(bytes).hexadecimal
            return (
                RecordedDescriber(recorded, identity: "recorded \(digest)"),
                Set(recorded.map(\.source.compactText))
            )
        }
    }

    /// Says how many descriptions are of no picture of a conversation, if any are.
    func noteUnused(in conversation: Conversation) {
        let shown = Set(conversation.messages.flatMap(\.parts).flatMap(\.pictures))
        let unused = pictures.subtracting(shown).count
        guard unused > 0 else { return }
        Output.note(
            "winnow: \(path): \(unused) of \(pictures.count) pictures described are none of the "
                + "conversation's; a picture has to be written as its part is")
    }

    private static func entry(
        _ line: JSONSlice, _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws -> (source: JSONValue, description: String) {
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
        return (picture, description)
    }
}

extension ContentPart {
    /// The pictures, as they are written, those in tools' results included.
    fileprivate var pictures: [String] {
        switch self {
        case .image(let image): [image.source.compactText]
        case .toolResult(let result): result.content.flatMap(\.pictures)
        case .text, .reasoning, .toolCall, .opaque: []
        }
    }
}
