import ArgumentParser
import Compression
import StrictJSON
import Tokenization

/// `winnow compress`: repeated phrases into symbols of one token, reversibly.
struct CompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compress",
        abstract: "Puts one-token symbols in the place of repeated phrases, reversibly.",
        discussion: """
            A conversation (Chat Completions or Anthropic Messages, an object or an array) is compressed \
            turn by turn: the rules that a turn adds stand before its first text, and what was sent \
            before stays as it was. Any other UTF-8 file is one text. Nothing is changed where the \
            dictionary would cost more than it saves. `winnow decompress` gives back the same.
            """)

    @OptionGroup var choice: EncodingOption

    @Option(
        help: ArgumentHelp(
            "What may be touched, comma-separated: \(Self.kinds). A turn's rules stand before its first "
                + "text that is not the model's own, of those that may be touched if there is one.",
            valueName: "kinds"))
    var contents = TextKind.allCases.filter(CompressionSettings().contents.contains)
        .map(\.rawValue).joined(separator: ",")

    @Option(help: "Fewer characters of new text than this bring no new rules.")
    var minCharacters = CompressionLimits().minimumCharacters

    @Flag(
        help: ArgumentHelp(
            "Use rules however little they save; by default, a conversation that saves less than "
                + "\(CompressionSettings().minimumEfficiency / 10_000) % gets no new ones."
        ))
    var force = false

    @Argument(help: "The file; `-` is standard input.") var file: String

    func validate() throws {
        guard minCharacters >= 0 else {
            throw ValidationError("--min-characters takes a number from 0.")
        }
    }

    private static let kinds = TextKind.allCases.map(\.rawValue).joined(separator: ", ")

    func run() throws {
        let input = try InputText(file, for: .compression)
        var settings = CompressionSettings()
        settings.contents = try chosen()
        settings.limits.minimumCharacters = minCharacters
        settings.isForced = force
        let tokenizer = Tokenizer(choice.encoding)
        let alphabet = SymbolAlphabet(tokenizer)
        let document =
            try conversation(in: input).map {
                CompressedDocument($0, tokenizer, alphabet, settings)
            } ?? CompressedDocument(text: input.text, tokenizer, alphabet, settings)
        Output.line(document.json.compactText)
    }

    private func chosen() throws -> Set<TextKind> {
        Set(
            try contents.split(separator: ",").map { name in
                guard let kind = TextKind(rawValue: String(name)) else {
                    throw CommandFailure(
                        .usage, "--contents: '\(name)': expected some of \(Self.kinds)")
                }
                return kind
            })
    }

    /// The conversation that a file is; nil for any other text. What begins as a conversation and is no
    /// strict JSON is refused: expanded, it would be another.
    private func conversation(in input: InputText) throws -> ConversationJSON? {
        do throws(JSONError) {
            return ConversationJSON(try JSONValue(parsing: input.bytes))
        } catch {
            guard error.isOfStrictness, input.looksLikeConversation else { return nil }
            throw CommandFailure(.badData, "\(file): \(error)")
        }
    }
}

/// `winnow decompress`: what was compressed, back.
struct DecompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decompress",
        abstract: "Gives back what `winnow compress` compressed.",
        discussion:
            "A conversation as JSON with the same values, any other file byte for byte.")

    @Argument(help: "What `winnow compress` printed; `-` is standard input.") var file: String

    @Option(
        help: ArgumentHelp(
            "Refuse a file that expands to more bytes: a small file from someone else may stand for gigabytes.",
            valueName: "bytes"))
    var atMost = 268_435_456

    func validate() throws {
        guard atMost >= 0 else { throw ValidationError("--at-most takes a number from 0.") }
    }

    func run() throws {
        let input = try InputText(file, for: .value)
        let content: JSONValue
        let document: CompressedDocument
        do {
            // `compress` puts what it read into one object more.
            let depth = JSONValue.standardMaximumDepth + 1
            document = try CompressedDocument(
                try JSONValue(parsing: input.bytes, maximumDepth: depth))
            content = try document.expanded(
                SymbolAlphabet(Tokenizer(document.encoding)), atMost: atMost)
        } catch CompressionError.tooLong {
            throw CommandFailure(
                .badData, "\(file): expands to more than \(atMost) bytes; --at-most allows more")
        } catch {
            throw CommandFailure(
                .badData, "\(file): \(error); expected what `winnow compress` printed")
        }
        if document.isText, case .string(let text) = content {
            Output.write(Array(text.utf8))
        } else {
            Output.line(content.compactText)
        }
    }
}

extension InputText {
    /// Whether an object or array that mentions messages or roles begins here.
    fileprivate var looksLikeConversation: Bool {
        let start = bytes.first { $0 > 0x20 }
        guard start == UInt8(ascii: "{") || start == UInt8(ascii: "[") else { return false }
        return text.contains("\"messages\"") || text.contains("\"role\"")
    }
}
