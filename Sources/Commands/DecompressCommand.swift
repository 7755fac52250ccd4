import ArgumentParser
import Backends
import Compression
import StrictJSON
import Tokenization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `winnow decompress`: what was compressed, back.
struct DecompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decompress",
        abstract: "Gives back what `winnow compress` compressed.",
        discussion: """
            A conversation as JSON with the same values, any other file byte for byte; of several lines each.

            With --stream, standard input is a model's answer to what `winnow compress` printed into FILE \
            (of several lines to the last), as it arrives, and is passed on expanded, each part as soon as it is certain: JSON lines of \
            texts (the text comes out), JSON lines of events, or server-sent events (`data: …`), the \
            deltas of Chat Completions or Anthropic Messages, tools' arguments included (events come \
            out). Symbols without a meaning, and those after the escape, are the model's own and stay.
            """)

    @Argument(help: "What `winnow compress` printed; `-` is standard input.") var file: String

    @Flag(help: "Expand a model's answer that arrives on standard input in parts.")
    var stream = false

    @Option(
        help: ArgumentHelp(
            "Refuse a file that expands to more bytes: a small file from someone else may stand for gigabytes.",
            valueName: "bytes"))
    var atMost = 268_435_456

    func validate() throws {
        guard atMost >= 0 else { throw ValidationError("--at-most takes a number from 0.") }
        guard !stream || file != "-" else {
            throw ValidationError("--stream reads the answer from standard input; name a file.")
        }
    }

    func run() throws {
        let documents = try documents()
        if stream { return try documents.last.map(expandStream) ?? () }
        for document in documents { try expand(document) }
    }

    private func expand(_ document: CompressedDocument) throws {
        let content: JSONValue
        do throws(CompressionError) {
            content = try document.expanded(
                SymbolAlphabet(Tokenizer(document.encoding)), atMost: atMost)
        } catch {
            guard case .tooLong = error else { throw refusal(error) }
            throw CommandFailure(
                .badData, "\(file): expands to more than \(atMost) bytes; --at-most allows more")
        }
        if document.isText, case .string(let text) = content {
            Output.write(Array(text.utf8))
        } else {
            Output.line(content.compactText)
        }
    }

    /// The document of a file, or one of each line, where sessions have printed several.
    private func documents() throws -> [CompressedDocument] {
        let input = try InputText(file, for: .value)
        // `compress` puts what it read into one object more.
        let depth = JSONValue.standardMaximumDepth + 1
        do {
            if let whole = try? JSONValue(parsing: input.bytes, maximumDepth: depth) {
                return [try CompressedDocument(whole)]
            }
            return try JSONLines(input.bytes).map {
                try CompressedDocument(try $0.value(in: input.bytes, maximumDepth: depth))
            }
        } catch {
            throw refusal(error)
        }
    }

    private func expandStream(_ document: CompressedDocument) throws {
        let dictionary: CompressionDictionary
        do throws(CompressionError) {
            dictionary = try CompressionDictionary(
                SymbolAlphabet(Tokenizer(document.encoding)), rules: document.rules,
                escape: document.escape)
        } catch {
            throw refusal(error)
        }
        var answer = AnswerInput(dictionary)
        do throws(AnswerInputError) {
            try answer.expand(standardInput: ())
        } catch {
            throw CommandFailure(.badData, "standard input: \(error)")
        }
    }

    private func refusal(_ error: any Error) -> CommandFailure {
        CommandFailure(
            .badData, "\(file): \(error); expected what `winnow compress` printed")
    }
}

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
