import ArgumentParser
import ContextModel
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
