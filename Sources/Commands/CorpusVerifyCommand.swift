import ArgumentParser
import ContextModel
import Corpus
import Files
import StrictJSON

/// `winnow corpus verify`: whether recordings are what a manifest says.
struct CorpusVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compares the files of a folder with its manifest.json or SHA256SUMS.",
        discussion: """
            A manifest is an object with `entries`, each with a `path` and the numbers that are to be \
            found: conversations, messages, tool_calls, tool_results, images, tokens_cl100k, sha256. \
            A path may be a folder that holds one session; its sha256 is that of the files' paths, \
            sorted, each with a NUL and its file's SHA-256 in 32 bytes. Ends with status 65 if anything differs.
            """)

    @OptionGroup var corporaOption: CorporaOption

    func run() throws {
        let folder = try corporaOption.folder()
        let differences =
            Paths.exists(folder + "/manifest.json")
            ? try compareManifest(in: folder) : try compareSums(in: folder)
        guard differences == 0 else {
            throw CommandFailure(.badData, "\(differences) differences")
        }
    }

    private func compareSums(in folder: String) throws -> Int {
        let file = try MappedFile(path: folder + "/SHA256SUMS")
        let text = withExtendedLifetime(file) { String(decoding: file.bytes, as: UTF8.self) }
        var differences = 0
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let path = parts[1].drop { $0 == " " || $0 == "*" }
            let verdict = try verdict(on: folder + "/" + path, hash: String(parts[0]))
            if verdict != .asItShouldBe { differences += 1 }
            Output.row([String(path), verdict.rawValue])
        }
        return differences
    }

    /// What is said of a file, in the words that are printed.
    private enum FileVerdict: String {
        case asItShouldBe = "as it should be"
        case differs
        case missing
    }

    private func verdict(on path: String, hash: String) throws -> FileVerdict {
        guard Paths.exists(path) else { return .missing }
        return try SHA256.hash(fileAt: path) == hash ? .asItShouldBe : .differs
    }

    private func compareManifest(in folder: String) throws -> Int {
        let path = folder + "/manifest.json"
        let file = try MappedFile(path: path)
        let manifest = try withExtendedLifetime(file) {
            try JSONValue(parsing: String(decoding: file.bytes, as: UTF8.self))
        }
        guard let entries = ManifestEntry.all(in: manifest) else {
            throw CommandFailure(.badData, "\(path): expected an object with `entries`")
        }
        var differences = 0
        for entry in entries { differences += try compare(entry, in: folder) }
        return differences
    }

    private func compare(_ entry: ManifestEntry, in folder: String) throws -> Int {
        let path = folder + "/" + entry.path
        guard Paths.exists(path) else {
            Output.row([entry.path, FileVerdict.missing.rawValue])
            return 1
        }
        var contents = ManifestContents(path: entry.path)
        try contents.read(path)
        guard !contents.isUnknown else {
            Output.row([entry.path, "no known format, not compared"])
            return 0
        }
        let deviations = contents.statistics.map {
            CorpusVerification.deviations(of: $0, from: entry)
        }
        var lines = (deviations ?? []).map {
            "\($0.field): expected \($0.expected), found \($0.found)"
        }
        if let expected = entry.requests, let found = contents.arrivals, expected != found {
            lines.append("requests: expected \(expected), found \(found)")
        }
        if let expected = entry.sha256, expected != contents.hash {
            lines.append("sha256: expected \(expected), found \(contents.hash)")
        }
        for line in lines.isEmpty ? [FileVerdict.asItShouldBe.rawValue] : lines {
            Output.row([entry.path, line])
        }
        return lines.count
    }
}

/// What was found where an entry of a manifest points: a file, or a folder with one session.
struct ManifestContents {
    /// The entry's path.
    let path: String
    /// What the transcripts hold; nil where there are none.
    private(set) var statistics: CorpusStatistics?
    /// How many requests a trace holds; nil if it is none.
    private(set) var arrivals: Int?
    /// Whether nothing that is known was found.
    private(set) var isUnknown = true
    /// The hash of the file, or of the folder.
    private(set) var hash = ""
    private var joiner = SessionJoiner()

    init(path: String) { self.path = path }

    /// Reads the file or folder.
    mutating func read(_ place: String) throws {
        guard !Paths.isFile(place) else {
            hash = try read(place, as: path)
            return add(joiner.finish())
        }
        var sum = SHA256()
        for name in try FolderListing.files(below: place) {
            let digest = try read(place + "/" + name, as: path + "/" + name)
            sum.update(Array(name.utf8) + [0] + digest.hexadecimalBytes)
        }
        add(joiner.finish())
        hash = sum.finalized()
    }

    private mutating func read(_ file: String, as name: String) throws -> String {
        let file = try MappedFile(path: file)
        return try withExtendedLifetime(file) {
            switch TranscriptReader.recognise(file.bytes, path: name) {
            case .unknown: break
            case .malformed(let error): throw error
            case .companion(let kind):
                isUnknown = false
                guard kind == .arrivalTrace else { break }
                arrivals = try ArrivalTrace(file.bytes, path: name).arrivals.count
            case .transcripts(var reader):
                isUnknown = false
                while let transcript = reader.next() { add(joiner.add(transcript)) }
            }
            return SHA256.hash(file.bytes)
        }
    }

    private mutating func add(_ transcripts: [Transcript]) {
        for transcript in transcripts {
            let empty = CorpusStatistics(path: path, format: transcript.source.format)
            statistics = statistics ?? empty
            statistics?.add(transcript, counter: Counters.reference)
        }
    }
}

extension String {
    /// The bytes that pairs of hexadecimal digits tell.
    fileprivate var hexadecimalBytes: [UInt8] {
        let digits = Array(utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { start in
            UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16)
        }
    }
}
