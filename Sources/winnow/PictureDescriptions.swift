import ContextModel
import Storage
import StrictJSON

/// A file of recorded descriptions of pictures: JSON lines, `{"picture": …, "description": "…"}`, the
/// picture as its part is written in the conversation.
struct PictureDescriptions {
    /// A describer that knows these pictures.
    let describer: RecordedDescriber

    /// Reads a file; a line that is no description is refused.
    init(_ path: String) throws {
        let file = try InputText(path, validated: false)
        let bytes = file.bytes
        describer = try withExtendedLifetime(file) {
            var recorded: [(source: JSONValue, description: String)] = []
            for line in JSONLines(bytes) {
                recorded.append(try Self.entry(line, bytes, path))
            }
            // Another file's descriptions are others.
            let digest = SHA256Hasher().digest(bytes).hexadecimal
            return RecordedDescriber(recorded, identity: "recorded \(digest)")
        }
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
