import ArgumentParser
import Foundation
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
        for message in list.messages {
            var isFirst = true
            tokenizer.encode(utf8: message, inBlocksOf: Self.blockSize) { ids in
                var words: [UInt8] = []
                for id in ids {
                    if !isFirst { words.append(UInt8(ascii: " ")) }
                    isFirst = false
                    words.append(contentsOf: String(id).utf8)
                }
                Output.write(words)
            }
            Output.write([UInt8(ascii: "\n")])
        }
    }

    /// So many ids are written at once: enough that writing costs nothing beside encoding.
    private static let blockSize = 1 << 16
}

/// `winnow decode`: token ids back to bytes.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Turns token ids back into the raw bytes they stand for.")

    @OptionGroup var choice: EncodingOption

    @Argument(help: "A file of ids separated by white space; `-` is standard input.") var file:
        String

    func run() throws {
        let input = try InputText(file)
        let tokenizer = Tokenizer(choice.encoding)
        // All are looked at before the first is written.
        var position = 0
        try forEachWord(in: input) { word in
            guard let id = UInt32(word) else {
                throw CommandFailure(
                    .badData,
                    "\(file): word \(position + 1): expected a token id, found \"\(word.prefix(20))\""
                )
            }
            guard tokenizer.isToken(id) else {
                let unknown = UnknownToken(
                    id: id, position: position, encoding: choice.encoding)
                throw CommandFailure(.badData, "\(file): \(unknown)")
            }
            position += 1
        }
        var ids: [UInt32] = []
        try forEachWord(in: input) { word in
            if let id = UInt32(word) { ids.append(id) }
            guard ids.count == Self.blockSize else { return }
            Output.write(try tokenizer.decode(ids))
            ids.removeAll(keepingCapacity: true)
        }
        Output.write(try tokenizer.decode(ids))
    }

    /// So many ids are written at once.
    private static let blockSize = 1 << 16

    /// Calls with each word of a text, parted by white space, one at a time: a text may be as large as a
    /// file is. The text is UTF-8.
    private func forEachWord(in input: InputText, _ body: (String) throws -> Void) throws {
        try withExtendedLifetime(input) {
            let bytes = input.bytes
            var (start, place) = (0, 0)
            func word() throws {
                guard place > start else { return }
                // No id is that long: of a text without white space a sign stands for the rest.
                let end = min(place, start + Self.longestWord)
                let rest = end < place ? "…" : ""
                try body(String(decoding: bytes[start..<end], as: UTF8.self) + rest)
            }
            while place < bytes.count {
                let (isSpace, length) = Self.whiteSpace(bytes, at: place)
                if isSpace {
                    try word()
                    start = place + length
                }
                place += length
            }
            try word()
        }
    }

    /// Whether a character is white space, and how many bytes it has.
    private static func whiteSpace(
        _ bytes: UnsafeRawBufferPointer, at place: Int
    ) -> (isSpace: Bool, length: Int) {
        let first = bytes[place]
        guard first >= 0x80 else { return (first == 0x20 || (0x09...0x0D).contains(first), 1) }
        let length = min(max((~first).leadingZeroBitCount, 1), bytes.count - place)
        let scalar = String(decoding: bytes[place..<place + length], as: UTF8.self)
            .unicodeScalars.first
        return (scalar?.properties.isWhitespace ?? false, length)
    }

    /// More bytes than any number that is an id, some leading zeros included, and than are quoted.
    private static let longestWord = 100
}

/// `winnow vocabulary`: the tokens of an encoding.
struct VocabularyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocabulary",
        abstract: "Prints an encoding's tokens in their published form.",
        discussion: """
            A line a token: its bytes in base64, a space, its rank. The whole is byte for byte the \
            file that OpenAI publishes, so its SHA-256 can be compared.
            """)

    @OptionGroup var choice: EncodingOption

    func run() throws {
        let tokenizer = Tokenizer(choice.encoding)
        var text = ""
        for id in 0..<UInt32(tokenizer.vocabularySize) {
            let bytes = Data(try tokenizer.decode(CollectionOfOne(id)))
            text += "\(bytes.base64EncodedString()) \(id)\n"
        }
        Output.write(text)
    }
}
