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

/// Fetches a file with the system's `curl`, going on where an earlier attempt broke off.
///
/// Going through `curl` keeps a client of HTTP with its TLS out of the program; proxies and
/// certificates are those that the machine has.
struct Download {
    /// Where the file is.
    let address: String
    /// Where what has arrived is kept until all of it has.
    let part: String
    /// How many bytes the whole file has.
    let bytes: Int

    /// How often a connection that broke off is taken up again.
    private static let mostAttempts = 4

    /// Fetches what is missing. Throws `CommandFailure`; what has arrived is kept.
    func run() throws {
        let curl = try Self.program()
        for attempt in 1... {
            let start = try arrived()
            if start == bytes { return }
            let end = try fetch(from: start, with: curl)
            switch end.status {
            case 0:
                guard try arrived() != bytes else { return }
                throw failure("has \(try arrived()) bytes; expected \(bytes)", .badData)
            case Status.noRanges where start > 0: try FileManager.default.removeItem(atPath: part)
            case Status.cutOff, Status.timeOut, Status.receiveFailed:
                guard attempt < Self.mostAttempts, try arrived() > start else {
                    throw failure(end.message, .inputMissing)
                }
            case Status.tooLarge: throw tooLarge
            default: throw failure(end.message, .inputMissing)
            }
        }
    }

    /// The statuses of curl that mean something here.
    private enum Status {
        static let cutOff: Int32 = 18
        static let timeOut: Int32 = 28
        static let noRanges: Int32 = 33
        static let receiveFailed: Int32 = 56
        static let tooLarge: Int32 = 63
    }

    /// How many bytes have arrived; more than there can be are thrown away.
    private func arrived() throws -> Int {
        guard Paths.exists(part) else { return 0 }
        let size = try FileManager.default.attributesOfItem(atPath: part)[.size] as? Int ?? 0
        guard size > bytes else { return size }
        try FileManager.default.removeItem(atPath: part)
        return 0
    }

    private var tooLarge: CommandFailure { failure("is larger than \(bytes) bytes", .badData) }

    /// Appends what comes to the part. It is counted here: of a server that says no length, `curl`
    /// takes whatever comes.
    private func fetch(
        from start: Int, with curl: String
    ) throws -> (status: Int32, message: String) {
        let arguments = [
            "--disable", "--silent", "--show-error", "--fail", "--location", "--globoff",
            "--proto", "=http,https", "--proto-redir", "=http,https",
            "--connect-timeout", "20", "--speed-limit", "1", "--speed-time", "60",
            "--max-filesize", String(bytes), "--output", "-", "--url", address,
        ]
        let further = start > 0 ? ["--continue-at", String(start)] : []
        let file = try opened()
        defer { close(file) }
        var count = start
        let ending = try ChildProcess(curl, arguments + further, errors: .kept).run { received in
            count += received.count
            guard count <= bytes else {
                // It is no part of the file.
                try FileManager.default.removeItem(atPath: part)
                throw tooLarge
            }
            guard Descriptor.writeAll(received, to: file) == nil else { throw unwritable }
        }
        return (ending.status, ending.lastLine ?? "curl ended with \(ending.words)")
    }

    /// The part, open to be added to.
    private func opened() throws -> Int32 {
        let file = open(part, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw unwritable }
        return file
    }

    /// What the system says of the part; to be made before any other call.
    private var unwritable: CommandFailure {
        CommandFailure(
            .outputFailed, "\(part): cannot write it: \(String(cString: strerror(errno)))")
    }

    private func failure(_ problem: String, _ status: ExitStatus) -> CommandFailure {
        let hint =
            status == .inputMissing
            ? "; what has arrived is kept, the same command goes on with it" : ""
        return CommandFailure(status, "\(address): \(problem)\(hint)")
    }

    private static func program() throws -> String {
        guard let found = ChildProcess.path(of: "curl") else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "curl is not on the PATH; install it, or fetch the files by hand and check them with "
                    + "`winnow corpus fetch`")
        }
        return found
    }
}
