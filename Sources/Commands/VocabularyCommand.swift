import ArgumentParser
import Foundation
import Tokenization

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
