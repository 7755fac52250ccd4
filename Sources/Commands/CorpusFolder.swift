import ContextModel
import Corpus
import Evaluation
import Files
import WireFormats

/// A folder whose direct subfolders are corpora; a folder of files alone is one corpus, and so is a file.
struct CorpusFolder {
    /// The folder.
    let root: String
    private let listing: CorpusListing
    /// The name of a corpus that is not in a subfolder.
    private let ownName: String
    /// What is below the folder and could not be read.
    private let unread: [(path: String, reason: StorageError)]

    /// Lists a folder; one without any file that could be a corpus is refused.
    init(_ root: String) throws {
        if Paths.isFile(root), let name = Paths.name(of: root) {
            self.root = Paths.folder(of: root)
            listing = CorpusListing(file: name)
            unread = []
            ownName = name
            return
        }
        self.root = root
        ownName = Paths.name(of: root) ?? "recordings"
        let contents = try FolderListing.contents(below: root)
        listing = CorpusListing(paths: contents.files)
        // What is hidden belongs to no corpus, whatever it is.
        unread = contents.unread.filter { entry in
            !entry.path.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        guard !listing.corpora.isEmpty else {
            throw CommandFailure(
                .inputMissing,
                "\(root): holds no corpora; expected a folder with a subfolder of recordings for "
                    + "each corpus")
        }
    }

    /// The names of the corpora, in order; the one of a folder without subfolders has the folder's.
    var names: [String] { listing.corpora.map(name) }

    /// What belongs to no corpus and is not read, with the reason: files beside the subfolders, and
    /// what could not be read of other folders.
    var outside: [String] {
        let corpora = Set(listing.corpora.map(\.name))
        return listing.outside.map { "\($0): beside the corpora, not read" }
            + unread.filter { !corpora.contains(Self.corpus(of: $0.path, in: corpora)) }
            .map(\.reason.description)
    }

    /// Says on standard error what belongs to no corpus and is not read, a line each.
    func noteWhatIsOutside() {
        for line in outside { Output.note("winnow: \(line)") }
    }

    /// The name of the corpus that a path is in, whether or not there is one of that name.
    private static func corpus(of path: String, in corpora: Set<String>) -> String {
        // The one of a folder without subfolders has no name.
        corpora == [""] ? "" : path.contains("/") ? String(path.prefix { $0 != "/" }) : path
    }

    /// Reads a corpus: what its files hold, only one transcript being in memory at a time; or, if they
    /// are to be kept, the transcripts themselves, which are not measured again.
    func load(_ wanted: String, keepingTranscripts: Bool = false) throws -> LoadedCorpus {
        guard let corpus = listing.corpora.first(where: { name($0) == wanted }) else {
            throw CommandFailure(
                .inputMissing,
                "\(root): there is no corpus '\(wanted)'; there are \(names.joined(separator: ", "))"
            )
        }
        var loaded = LoadedCorpus(name: wanted, keepsTranscripts: keepingTranscripts)
        for path in corpus.files { try loaded.read(path, below: root, in: corpus.name) }
        let corpora = Set(listing.corpora.map(\.name))
        for (path, reason) in unread where Self.corpus(of: path, in: corpora) == corpus.name {
            loaded.passOver(path, reason)
        }
        loaded.finish()
        return loaded
    }

    private func name(_ corpus: CorpusListing.Corpus) -> String {
        corpus.name.isEmpty ? ownName : corpus.name
    }
}

/// A corpus that was read.
struct LoadedCorpus {
    private(set) var identity: CorpusIdentity
    /// The transcripts, if they are kept.
    private(set) var transcripts: [Transcript] = []
    /// What was found in each file that was recognised, unless its transcripts are kept.
    private(set) var files: [CorpusStatistics] = []
    /// Files of no known format, relative to the corpora folder.
    private(set) var unknownFiles: [String] = []
    /// Files that could not be opened and folders that could not be listed, with the reason.
    private(set) var unreadable: [String] = []
    /// What was refused, told one by one up to a limit for each file.
    private(set) var errors: [TranscriptError] = []
    /// What was passed over, or read otherwise than it is written, inside records that were read.
    private(set) var remarks: [TranscriptError] = []
    /// How many records were refused.
    private(set) var refusedRecords = 0
    private var hash = SHA256()
    private var joiner = SessionJoiner()
    private let keepsTranscripts: Bool

    fileprivate init(name: String, keepsTranscripts: Bool) {
        identity = CorpusIdentity(name: name, hash: "")
        self.keepsTranscripts = keepsTranscripts
    }

    fileprivate mutating func read(_ path: String, below root: String, in folder: String) throws {
        let file: MappedFile
        do {
            file = try MappedFile(path: root + "/" + path)
        } catch let error as StorageError {
            return passOver(path, error)
        }
        withExtendedLifetime(file) {
            let inside = folder.isEmpty ? path : String(path.dropFirst(folder.count + 1))
            hash.update("\(SHA256.hash(file.bytes))  \(inside)\n")
            switch TranscriptReader.recognise(file.bytes, path: path) {
            case .unknown: unknownFiles.append(path)
            case .companion: break
            case .malformed(let error):
                errors.append(error)
                refusedRecords += 1
            case .transcripts(var reader):
                take(&reader)
                refusedRecords += reader.refusedRecords
                errors += reader.errors
                remarks += reader.remarks
            }
        }
    }

    /// Counts what could not be read. A corpus that can be read whole is another one.
    fileprivate mutating func passOver(_ path: String, _ reason: StorageError) {
        unreadable.append(reason.description)
        hash.update("unreadable  \(path)\n")
    }

    /// Reads a file to its end. Only sessions of several files are put together before they are
    /// measured; they are measured under their folder's name.
    private mutating func take(_ reader: inout TranscriptReader) {
        if keepsTranscripts || reader.format == .screenAgent {
            while let transcript = reader.next() { take(joiner.add(transcript)) }
        } else {
            take(joiner.finish())
            files.append(
                CorpusStatistics(
                    reading: &reader, joiner: &joiner, counter: Counters.reference))
        }
    }

    private mutating func take(_ complete: [Transcript]) {
        guard !keepsTranscripts else { return transcripts += complete }
        for transcript in complete {
            var file = CorpusStatistics(
                path: transcript.source.path, format: transcript.source.format)
            file.add(transcript, counter: Counters.reference)
            files.append(file)
        }
    }

    fileprivate mutating func finish() {
        take(joiner.finish())
        identity.hash = hash.finalized()
    }

    /// What a report says of the corpus.
    var summary: CorpusSummary {
        CorpusSummary(
            identity: identity, conversations: files.reduce(0) { $0 + $1.conversations },
            replayed: files.reduce(0) { $0 + $1.replayed },
            messages: files.reduce(0) { $0 + $1.messages },
            requests: files.reduce(0) { $0 + $1.requests },
            contentTokens: files.reduce(0) { $0 + $1.contentTokens.value },
            unknownFiles: unknownFiles.count + unreadable.count, refusedRecords: refusedRecords)
    }

    /// Says on standard error what was not read, a line each, up to a limit.
    func noteWhatWasNotRead(limit: Int = .max) {
        let lines =
            unknownFiles.map { "\($0): no known format, not read" } + unreadable
            + errors.map(\.description) + remarks.map(\.description)
            + joiner.copies.map {
                "\($0.path): conversation '\($0.conversation)' is a copy of what another file "
                    + "holds; its requests count once"
            }
        for line in lines.prefix(limit) { Output.note("winnow: \(line)") }
        guard lines.count > limit else { return }
        Output.note(
            "winnow: and \(lines.count - limit) more in \(identity.name); "
                + "`winnow corpus list` tells all")
    }
}

extension SHA256 {
    fileprivate mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }
}
