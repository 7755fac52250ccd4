import ContextModel
import Corpus
import Files

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
