import Backends
import Compression
import StrictJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why an answer that arrives in parts cannot be read.
struct AnswerInputError: Error, CustomStringConvertible {
    let description: String
}

/// A model's answer that arrives on standard input in parts, and goes out expanded.
///
/// What it is shows in its first byte: JSON lines of texts (`"`) or events (`{`), else server-sent events.
struct AnswerInput {
    private enum Form { case unknown, lines, events }

    private var form = Form.unknown
    private var line: [UInt8] = []
    private var number = 0
    private var parser = ServerSentEventParser()
    private var answer: AnswerStream
    private var text: StreamingExpander

    /// More in one line would be no delta, and is not kept.
    private static let longestLine = 1 << 26

    /// An answer that has not begun, with the rules of its conversation.
    init(_ dictionary: CompressionDictionary) {
        answer = AnswerStream(dictionary)
        text = StreamingExpander(dictionary)
    }

    /// Reads standard input to its end, and passes on whatever becomes certain at once.
    mutating func expand(standardInput: Void) throws(AnswerInputError) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(0, &buffer, buffer.count)
            if count > 0 {
                try take(buffer[..<count])
            } else if count == 0 {
                return try finish()
            } else if errno != EINTR {
                throw AnswerInputError(description: String(cString: strerror(errno)))
            }
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws(AnswerInputError) {
        if form == .unknown {
            let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard let first else { return }
            if [UInt8(ascii: "\""), UInt8(ascii: "{")].contains(first) {
                form = .lines
            } else if "deir:".utf8.contains(first) || first == 0xEF {
                // The first letters of the fields of server-sent events, a comment, a byte order mark.
                form = .events
            } else {
                throw AnswerInputError(
                    description: "line 1: expected a JSON text, an object, or a server-sent event")
            }
        }
        guard form == .lines else {
            for event in parser.read(bytes) { try pass(event) }
            return
        }
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                try endLine()
            } else {
                line.append(byte)
                guard line.count <= Self.longestLine else {
                    throw AnswerInputError(
                        description: "line \(number + 1): more than \(Self.longestLine) bytes")
                }
            }
        }
    }

    private mutating func finish() throws(AnswerInputError) {
        if !line.isEmpty { try endLine() }
        // An event that the end of the stream cuts off is none; one without a blank line after it is.
        for event in parser.read(Array("\n\n".utf8)) { try pass(event) }
        Output.write(text.finish())
        for event in answer.finish() { write(event, name: nil) }
    }

    // MARK: - JSON lines

    private mutating func endLine() throws(AnswerInputError) {
        number += 1
        defer { line.removeAll(keepingCapacity: true) }
        guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return }
        let value = try parsed(line, "line \(number)")
        if let delta = value.string {
            Output.write(text.expand(delta))
        } else {
            for event in answer.expand(value) { write(event, name: nil) }
        }
    }

    private func parsed(_ bytes: [UInt8], _ place: String) throws(AnswerInputError) -> JSONValue {
        do {
            return try bytes.withUnsafeBytes { try JSONValue(parsing: $0) }
        } catch {
            throw AnswerInputError(description: "\(place): \(error)")
        }
    }

    // MARK: - Server-sent events

    private mutating func pass(_ event: ServerSentEvent) throws(AnswerInputError) {
        number += 1
        guard event.data != "[DONE]" else {
            for held in answer.finish() { write(held, name: event.name) }
            return Output.write("data: [DONE]\n\n")
        }
        let value = try parsed(Array(event.data.utf8), "event \(number)")
        for expanded in answer.expand(value) { write(expanded, name: event.name) }
    }

    /// Writes an event; with the name that its type is, where events have names.
    private func write(_ event: JSONValue, name: String?) {
        guard form == .events else { return Output.write(event.compactText + "\n") }
        let kind = name == "" ? nil : event["type"]?.string ?? name
        Output.write((kind.map { "event: \($0)\n" } ?? "") + "data: \(event.compactText)\n\n")
    }
}
