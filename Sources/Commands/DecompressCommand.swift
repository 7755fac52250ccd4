import ArgumentParser
import Compression
import StrictJSON
import Tokenization

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
