import ContextModel
import Tokenization

/// The texts that `count --bench` and `encode --messages` work on: one document, or a list of messages.
struct MessageList {
    private let input: InputText
    /// The messages' bytes, each valid UTF-8; they live as long as this value.
    let messages: [UnsafeRawBufferPointer]

    /// Reads a file; one whose name ends in `.bin` is a list unless said otherwise.
    init(_ path: String, isList: Bool? = nil) throws {
        if isList ?? path.hasSuffix(".bin") {
            input = try InputText(path, validated: false)
            messages = try Self.split(input, path)
        } else {
            input = try InputText(path)
            messages = [input.bytes]
        }
    }

    private static func split(
        _ input: InputText, _ path: String
    ) throws -> [UnsafeRawBufferPointer] {
        var offset = 0
        let count = try number(in: input.bytes, at: &offset, path)
        var messages: [UnsafeRawBufferPointer] = []
        for _ in 0..<count {
            let length = try number(in: input.bytes, at: &offset, path)
            guard length <= input.bytes.count - offset else {
                throw Self.cutShort(path, at: offset)
            }
            let message = UnsafeRawBufferPointer(rebasing: input.bytes[offset..<offset + length])
            try InputText.check(message, path, offset: offset)
            messages.append(message)
            offset += length
        }
        guard offset == input.bytes.count else {
            throw CommandFailure(
                .badData, "\(path): byte \(offset): expected the end after \(count) messages")
        }
        return messages
    }

    private static func number(
        in bytes: UnsafeRawBufferPointer, at offset: inout Int, _ path: String
    ) throws -> Int {
        guard offset + 4 <= bytes.count else { throw cutShort(path, at: offset) }
        let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        offset += 4
        return Int(UInt32(littleEndian: value))
    }

    private static func cutShort(_ path: String, at offset: Int) -> CommandFailure {
        CommandFailure(
            .badData,
            "\(path): byte \(offset): the message list ends too early; expected a 32-bit number of "
                + "messages, then for each a 32-bit length and that many bytes")
    }
}

extension MessageList {
    /// The sum of the messages' counts.
    func count(with tokenizer: Tokenizer) -> Int {
        var total = 0
        for message in messages { total += tokenizer.count(utf8: message).value }
        return total
    }
}
