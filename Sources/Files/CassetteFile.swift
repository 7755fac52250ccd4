package import ContextModel
internal import StrictJSON

/// Recorded answers of summarisers, as they are read: JSON lines, which can be kept under version control.
///
/// The first line says what the file is; each further one is an entry. Members: `key`, `summarizer`,
/// `style`, `budget`, `source`, then `text`, `complete`, `prompt_tokens`, `output_tokens`, or `error`,
/// `reason`; those without a value are left out. `CassetteRecorder` appends to such a file.
package struct CassetteFile: Sendable {
    /// The file.
    package let path: String
    /// The entries, in the order in which they were recorded, each key once.
    package private(set) var entries: [CassetteEntry] = []
    /// What is to be told of the file, in words: a torn last line, answers that come again.
    package var notices: [String] { notices(isCut: false) }
    /// How many lines answer what an earlier one had answered already.
    package private(set) var repetitions = 0

    private var tornLine: Int?
    private var places: [ContentDigest: Int] = [:]
    /// The bytes of a torn last line; 0 if the file is whole.
    private(set) var tornBytes = 0

    static let head = #"{"recording":"winnow summaries","version":1}"#

    /// Reads a file, also where nothing can be written. O(bytes).
    ///
    /// A line that is no entry is refused. Only what a process that was killed leaves is passed over, and
    /// told: a last line that has no end. Files may be joined one after the other: a first line is passed
    /// over in the middle, too, and of two answers to the same the later one counts, as long as it is no
    /// failure that says nothing about the request.
    package init(readingFrom path: String) throws {
        let file = try MappedFile(path: path)
        self = try withExtendedLifetime(file) { try Self(parsing: file.bytes, of: path) }
    }

    /// Reads lines. O(bytes).
    ///
    /// - Parameter path: what errors call the text.
    package init(parsing bytes: UnsafeRawBufferPointer, of path: String) throws {
        self.path = path
        var lines = JSONLines(bytes)
        try checkHead(lines.next(), bytes)
        let lastFeed = bytes.lastIndex(of: 0x0A) ?? -1
        for slice in lines {
            do {
                let value = try Self.value(bytes, slice)
                if value["recording"] != nil, value["key"] == nil {
                    try checkHead(value)
                } else {
                    add(try CassetteEntry(value))
                }
            } catch let error as StorageError {
                throw error
            } catch is JSONError where slice.range.lowerBound > lastFeed {
                tornBytes = bytes.count - lastFeed - 1
                tornLine = slice.line
            } catch {
                throw StorageError(
                    path: path, problem: "line \(slice.line): \(error)",
                    remedy: "remove the line, or record again", kind: .badContents)
            }
        }
    }

    private mutating func add(_ entry: CassetteEntry) {
        guard let place = places[entry.key] else {
            places[entry.key] = entries.count
            entries.append(entry)
            return
        }
        repetitions += 1
        if !entry.answer.isPassing || entries[place].answer.isPassing { entries[place] = entry }
    }

    /// The answers by their keys.
    var answers: [ContentDigest: Result<SummaryAnswer, SummarizerError>] {
        places.mapValues { entries[$0].answer }
    }

    /// What is to be told of the file to whoever reads it, or cuts it.
    func notices(isCut: Bool) -> [String] {
        let torn = tornLine.map {
            "\(path): line \($0) is torn: a process was ended while it recorded"
                + (isCut ? ", and is cut off" : "")
        }
        let repeated =
            repetitions > 0
            ? "\(path): \(repetitions) answers come again; the later one of each counts" : nil
        return [torn, repeated].compactMap(\.self)
    }

    private static func value(
        _ bytes: UnsafeRawBufferPointer, _ slice: JSONSlice
    ) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: UnsafeRawBufferPointer(rebasing: bytes[slice.range]))
    }

    private func checkHead(_ slice: JSONSlice?, _ bytes: UnsafeRawBufferPointer) throws {
        // Earlier versions recorded into databases, too: what they hold cannot be read here.
        guard !bytes.starts(with: "SQLite format 3\0".utf8) else {
            throw StorageError(
                path: path,
                problem: "is a database; recordings are JSON lines now",
                remedy: "replay it with the earlier version that made it, or record again")
        }
        try checkHead(slice.flatMap { try? Self.value(bytes, $0) })
    }

    private func checkHead(_ head: JSONValue?) throws {
        guard let head, head["recording"]?.string == "winnow summaries" else {
            throw StorageError(
                path: path, problem: "does not begin as recorded summaries do",
                remedy: "name another file")
        }
        guard head["version"]?.number?.int == 1 else {
            throw StorageError(
                path: path,
                problem: "is of version \(head["version"]?.compactText ?? "?"), "
                    + "this program knows 1",
                remedy: "use the program that wrote it, or record again")
        }
    }
}

extension CassetteFile: SummaryCassette {
    /// The recorded answer to a request's digest; nil if there is none. O(1).
    package func answer(
        to key: ContentDigest
    ) -> Result<SummaryAnswer, SummarizerError>? { places[key].map { entries[$0].answer } }

    /// Records nothing: what was read is replayed only.
    package func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {}
}
