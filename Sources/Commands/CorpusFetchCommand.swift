import ArgumentParser
import Corpus
import Files
import Foundation
import StrictJSON
import WireFormats

/// `winnow corpus fetch`: public corpora, as their catalogue knows them.
struct CorpusFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetches public corpora, verified; without a name lists them.",
        discussion: """
            Each file comes from its publisher at a fixed commit and is kept only if its SHA-256 is \
            the catalogue's. An interrupted download resumes where it stopped; a file that is there already is only checked. Needs `curl`. Ends with status 65 if a file is another one than expected, 66 if \
            it cannot be had, 74 if it cannot be written.
            """)

    @Option(
        help: ArgumentHelp(
            "The folder to put a folder for each corpus into; then `--corpora` of other commands.",
            valueName: "dir"))
    var into = Places.corpora

    @Option(help: ArgumentHelp("The catalogue; the shipped one if not given.", valueName: "file"))
    var catalogue: String?

    @Argument(help: "The corpora.") var names: [String] = []

    func run() throws {
        let path =
            try catalogue
            ?? Installation().path(of: "Benchmarks/corpora.json", or: "--catalogue <file>")
        let entries = try Self.read(path).entries
        guard !names.isEmpty else { return Self.list(entries) }
        let wanted = try names.map { name in
            guard let entry = entries.first(where: { $0.name == name }) else {
                let known = entries.map(\.name).joined(separator: ", ")
                throw CommandFailure(.usage, "there is no corpus '\(name)'; there are \(known)")
            }
            return entry
        }
        for entry in wanted { try fetch(entry) }
    }

    private static func read(_ path: String) throws -> CorpusCatalogue {
        let file = try MappedFile(path: path)
        return try withExtendedLifetime(file) {
            do {
                return try CorpusCatalogue(JSONValue(parsing: file.bytes))
            } catch let error as TranscriptError {
                var error = error
                error.path = path
                throw error
            } catch let error as JSONError {
                throw CommandFailure(.badData, "\(path): \(error)")
            }
        }
    }

    private static func list(_ entries: [CorpusCatalogue.Entry]) {
        Output.row(["corpus", "files", "bytes", "licence", "source"])
        for entry in entries {
            Output.row([
                entry.name, "\(entry.files.count)", "\(entry.bytes)", entry.licence,
                "\(entry.source) at \(entry.commit)",
            ])
        }
    }

    private func fetch(_ entry: CorpusCatalogue.Entry) throws {
        let folder = into + "/" + entry.name
        for file in entry.files {
            Output.row(["\(folder)/\(file.path)", try fetch(file, into: folder)])
        }
        try CommandFailure.writing {
            try AtomicFile.write(Self.notice(of: entry), to: folder + "/NOTICE.md")
        }
    }

    /// Fetches a file if it is not there yet; returns what was done.
    private func fetch(_ file: CorpusCatalogue.File, into folder: String) throws -> String {
        let path = folder + "/" + file.path
        if Paths.exists(path) {
            try check(path, against: file, "remove it to fetch it again")
            return "there already"
        }
        let target = URL(filePath: path)
        let place = target.deletingLastPathComponent()
        let part = place.appending(path: "." + target.lastPathComponent + ".part")
        try Self.writing {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
        if file.bytes == 0 { _ = FileManager.default.createFile(atPath: part.path, contents: nil) }
        try Download(address: file.address, part: part.path, bytes: file.bytes).run()
        do {
            try check(part.path, against: file, "it was not kept")
        } catch {
            try Paths.remove(part.path)
            throw error
        }
        try Self.writing {
            let handle = try FileHandle(forUpdating: part)
            try handle.synchronize()
            try handle.close()
            try FileManager.default.moveItem(at: part, to: target)
        }
        return "fetched, \(file.bytes) bytes"
    }

    private func check(
        _ path: String, against file: CorpusCatalogue.File, _ remedy: String
    ) throws {
        let hash = try SHA256.hash(fileAt: path)
        guard hash == file.sha256 else {
            throw CommandFailure(
                .badData,
                "\(path): SHA-256 is \(hash); expected \(file.sha256) of \(file.address); \(remedy)"
            )
        }
    }

    private static func writing(_ body: () throws -> Void) throws {
        do { try body() } catch {
            throw CommandFailure(.outputFailed, error.localizedDescription)
        }
    }

    private static func notice(of entry: CorpusCatalogue.Entry) -> String {
        """
        # \(entry.name)

        Source: \(entry.source) at commit \(entry.commit)
        Licence: \(entry.licence)
        Changes: none; fetched file by file, see the addresses.

        \(entry.files.map { "- \($0.path): \($0.address)" }.joined(separator: "\n"))

        """
    }
}
