import ArgumentParser
import Tokenization

/// `winnow encode`: a file's token ids.
struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Prints the token ids of a file, separated by spaces.")

    @OptionGroup var choice: EncodingOption

    @Flag(help: "The file is a list of messages as of `count --bench`: one line of ids a message.")
    var messages = false

    @Argument(help: "The file; `-` is standard input.") var file: String

    func run() throws {
        let tokenizer = Tokenizer(choice.encoding)
        let list =
            messages ? try MessageList(file, isList: true) : try MessageList(file, isList: false)
        var line: [UInt8] = []
        for message in list.messages {
            line.removeAll(keepingCapacity: true)
            for (index, id) in tokenizer.encode(utf8: message).enumerated() {
                if index > 0 { line.append(UInt8(ascii: " ")) }
                line.append(contentsOf: String(id).utf8)
            }
            line.append(UInt8(ascii: "\n"))
            Output.write(line)
        }
    }
}

/// `winnow decode`: token ids back to bytes.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Turns token ids back into the raw bytes they stand for.")

    @OptionGroup var choice: EncodingOption

    @Argument(help: "A file of ids separated by white space; `-` is standard input.") var file:
        String

    func run() throws {
        let ids = try identifiers(try InputText(file))
        do {
            Output.write(try Tokenizer(choice.encoding).decode(ids))
        } catch {
            throw CommandFailure(.badData, "\(file): \(error)")
        }
    }

    private func identifiers(_ input: InputText) throws -> [UInt32] {
        try input.text.split(whereSeparator: \.isWhitespace).enumerated().map { position, word in
            guard let id = UInt32(word) else {
                throw CommandFailure(
                    .badData,
                    "\(file): word \(position + 1): expected a token id, found \"\(word.prefix(20))\""
                )
            }
            return id
        }
    }
}
