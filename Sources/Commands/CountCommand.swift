import ArgumentParser
import ContextModel
import Files
import StrictJSON
import Tokenization

/// `winnow count`: how many tokens files have.
struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Counts the tokens of files, exactly.",
        discussion: """
            Prints tokens, a tab and the path, a line a file. A file's bytes are counted as they \
            are; bytes that are not UTF-8 are refused with their offset. `-` is standard input.
            """)

    @OptionGroup var choice: EncodingOption

    @Option(help: "Count each file this many times.")
    var `repeat` = 1

    @Flag(help: "One JSON object a line: file, encoding, bytes, tokens, nanoseconds of each time.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Print the count and the CPU nanoseconds of this many repetitions after two untimed passes.",
            discussion: """
                0 times the first pass. A `.bin` file is a list of messages, each counted alone: \
                a little-endian 32-bit number of messages, then each one's length and bytes.
                """,
            valueName: "reps"))
    var bench: Int?

    @Option(
        help: "With --bench 0: make two untimed passes over this file first, then time the other.")
    var fresh: String?

    @Argument(help: "The files.") var files: [String]

    func validate() throws {
        guard `repeat` >= 1 else { throw ValidationError("--repeat takes a number from 1.") }
        guard bench ?? 0 >= 0 else { throw ValidationError("--bench takes a number from 0.") }
        guard bench == nil || files.count == 1 else {
            throw ValidationError("--bench takes one file.")
        }
        guard fresh == nil || bench == 0 else {
            throw ValidationError("--fresh goes with --bench 0: fresh text is timed once.")
        }
    }

    func run() throws {
        let tokenizer = Tokenizer(choice.encoding)
        if let bench { return try printBench(bench, tokenizer) }
        var failures: [CommandFailure] = []
        for path in files {
            do {
                try count(path, with: tokenizer)
            } catch {
                guard let failure = CommandFailure(reporting: error) else { throw error }
                Output.note("winnow: " + failure.message)
                failures.append(failure)
            }
        }
        if let first = failures.first { throw CommandFailure(first.status, "") }
    }

    private func count(_ path: String, with tokenizer: Tokenizer) throws {
        let input = try InputText(path)
        var tokens = 0
        var times: [JSONValue] = []
        for _ in 0..<`repeat` {
            let start = Clocks.wallNanoseconds()
            tokens = tokenizer.count(utf8: input.bytes).value
            times.append(.int(Int(Clocks.wallNanoseconds() - start)))
        }
        guard json else { return Output.row(["\(tokens)", path]) }
        let object = JSONObject([
            ("file", .string(path)), ("encoding", .string(choice.encoding.rawValue)),
            ("bytes", .int(input.bytes.count)),
            ("tokens", .int(tokens)), ("ns", .array(times)),
        ])
        Output.line(JSONValue.object(object).compactText)
    }

    private func printBench(_ repetitions: Int, _ tokenizer: Tokenizer) throws {
        let messages = try MessageList(files[0])
        if let fresh {
            let warm = try MessageList(fresh)
            for _ in 0..<2 { _ = warm.count(with: tokenizer) }
        }
        var tokens = 0
        if repetitions > 0 {
            for _ in 0..<2 { tokens = messages.count(with: tokenizer) }
        }
        let start = Clocks.processNanoseconds()
        for _ in 0..<max(repetitions, 1) { tokens = messages.count(with: tokenizer) }
        let nanoseconds = Clocks.processNanoseconds() - start
        Output.line("\(tokens) \(nanoseconds)")
    }
}

/// The `--encoding` option of the commands that count.
struct EncodingOption: ParsableArguments {
    @Option(help: "The vocabulary: cl100k_base or o200k_base.")
    var encoding = Encoding.cl100kBase
}

extension Encoding: ExpressibleByArgument {}

/// The bytes of a file or of standard input, as they are.
final class InputText {
    private let file: MappedFile
    private let path: String

    /// The bytes; they live as long as this object.
    var bytes: UnsafeRawBufferPointer { file.bytes }

    /// What is made of the bytes, which bounds how many there may be. Where they are looked at one after the
    /// other, as for counts, there is no bound but that of `MappedFile`.
    enum Use: Int {
        /// Settings, matrices, prices: many times the largest there are, and the readers' trees take some ten
        /// times as much.
        case settings = 16_777_216
        /// A text to compress: more than any context, and its phrases take up to thirty times as much.
        case compression = 67_108_864
        /// One JSON value, whose tree takes up to ten times as much.
        case value = 268_435_456
    }

    /// Opens a file, or reads standard input for `-`; bytes that are not UTF-8 are refused if validated, and
    /// more than a use allows. Standard input is kept for a program that is handed over to if what it
    /// says can lead there.
    init(_ path: String, for use: Use? = nil, validated: Bool = true, kept: Bool = false) throws {
        self.path = path
        file = path == "-" ? try MappedFile(readingStandardInput: ()) : try MappedFile(path: path)
        if let use, file.bytes.count > use.rawValue {
            throw CommandFailure(
                .badData,
                "\(path): has \(file.bytes.count) bytes, expected at most \(use.rawValue) for \(use); "
                    + "name another file, or cut it into parts")
        }
        if kept, path == "-" { StandardInput.keep(Array(file.bytes)) }
        if validated { try Self.check(file.bytes, path, offset: 0) }
    }

    /// The whole text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Refuses bytes that are not UTF-8, naming the place of the first.
    static func check(_ bytes: UnsafeRawBufferPointer, _ path: String, offset: Int) throws {
        do {
            _ = try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)
        } catch {
            let place = offset + error.byteOffsets.lowerBound
            throw CommandFailure(
                .badData,
                "\(path): byte \(place): expected UTF-8 text, found \(Self.words(for: error.kind)); "
                    + "convert the file to UTF-8 first")
        }
    }

    private static func words(for kind: Unicode.UTF8.ValidationError.Kind) -> String {
        switch kind {
        case .unexpectedContinuationByte: "a byte that only goes on a character"
        case .surrogateCodePointByte: "half of a surrogate pair"
        case .overlongEncodingByte: "a character written longer than need be"
        case .truncatedScalar: "a character that breaks off"
        default: "a byte that is in no UTF-8 text"
        }
    }
}
