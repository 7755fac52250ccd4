import ArgumentParser
import CorpusSynthesis
import Storage

/// `winnow corpus generate`: writes the shipped corpora.
struct CorpusGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Writes the shipped corpora, byte for byte the same.")

    @Argument(help: "The folder to write to.") var folder: String

    func run() throws {
        let files = SyntheticCorpus.allFiles(counter: Counters.reference, hasher: SHA256Hasher())
        for file in files { try AtomicFile.write(file.bytes, to: folder + "/" + file.path) }
        Output.line("\(files.count) files in \(folder)")
    }
}
