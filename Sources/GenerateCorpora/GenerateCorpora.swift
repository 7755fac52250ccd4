import ArgumentParser
import Files
import Tokenization

/// The program that writes the shipped corpora: `swift run -c release GenerateCorpora Corpora`.
@main
struct GenerateCorpora: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the shipped corpora, byte for byte the same on any machine.")

    @Argument(help: "The folder to write to.") var folder: String

    func run() throws {
        for file in SyntheticCorpus.shippedFiles {
            try AtomicFile.write(file.bytes, to: folder + "/" + file.path)
        }
    }
}

extension SyntheticCorpus {
    /// All files of the corpora folder, with the sizes of their READMEs counted as the recordings were.
    /// O(bytes).
    package static var shippedFiles: [CorpusFile] {
        allFiles(counter: Tokenizer(.cl100kBase), hasher: SHA256Hasher())
    }
}
