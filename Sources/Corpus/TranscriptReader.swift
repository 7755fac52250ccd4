internal import ContextModel
internal import StrictJSON
package import WireFormats

/// Reads the transcripts of one file, one at a time.
///
/// The file is recognised by its content. Only one record's tree is in memory at once, whatever the
/// size of the file. A record that cannot be read is refused, told in `errors`, and passed over.
package struct TranscriptReader {
    /// How many refused records are told one by one; the rest are only counted.
    package static let errorLimit = 1000

    /// The file's path relative to the corpus folder.
    package let path: String
    /// The recognised format.
    package let format: TranscriptFormat
    /// The refused records, in the order of the file, at most `errorLimit`.
    package private(set) var errors: [TranscriptError] = []
    /// How many records were refused.
    package private(set) var refusedRecords = 0
    /// What was read otherwise than it is written, or passed over inside a record that was read; at most
    /// `errorLimit`.
    package private(set) var remarks: [TranscriptError] = []
    /// Whether the records of the file are the pieces of one conversation: one that is refused is missing
    /// from it, no conversation beside it.
    package private(set) var holdsOneConversation = false

    private let bytes: UnsafeRawBufferPointer
    private var progress = Progress.finished
    private var record = 0
    /// Transcripts of the last record that are still to be given.
    private var waiting: ArraySlice<Transcript> = []

    /// What is still to be read, by the layout of the file.
    private enum Progress {
        case document(RecordLayout.ReadRecord)
        case lines(JSONLines, RecordLayout.ReadRecord)
        case trees(JSONLines, RecordLayout.ReadTree)
        case elements(JSONItems, header: JSONObject, RecordLayout.ReadRecord)
        case sections(TextSections, RecordLayout.ReadSection)
        case finished
    }

    /// What a file was found to be.
    package enum Recognition {
        /// Transcripts of a known format.
        case transcripts(TranscriptReader)
        /// No transcripts, but what belongs to some.
        case companion(CompanionFile)
        /// JSON that is broken before its format shows.
        case malformed(TranscriptError)
        /// No known format.
        case unknown
    }

    /// Finds out what a file is. The bytes must stay in place as long as the reader is used. The path
    /// names the file in messages and sources; only what an agent keeps beside its sessions, and may be
    /// anything, is known by its folder.
    package static func recognise(_ bytes: UnsafeRawBufferPointer, path: String) -> Recognition {
        if SessionFolder.holdsToolResult(path) { return .companion(.toolResult) }
        let sample = FileSample(bytes)
        for importer in Importer.all {
            guard let layout = importer.layout(sample) else { continue }
            var reader = Self(bytes, path: path, format: importer.format)
            reader.start(layout)
            return .transcripts(reader)
        }
        if let companion = CompanionFile(sample, bytes, path: path) { return .companion(companion) }
        return sample.error.map { .malformed(TranscriptError($0, path: path)) } ?? .unknown
    }

    private init(_ bytes: UnsafeRawBufferPointer, path: String, format: TranscriptFormat) {
        self.bytes = bytes
        self.path = path
        self.format = format
    }

    /// The next transcript, or nil at the end of the file.
    package mutating func next() -> Transcript? {
        while true {
            if let transcript = waiting.popFirst() { return transcript }
            switch progress {
            case .finished: return nil
            case .document(let read):
                progress = .finished
                return transcript(in: nil, read)
            case .lines(var lines, let read):
                let line = lines.next()
                progress = line == nil ? .finished : .lines(lines, read)
                if let line, let found = transcript(in: line, read) { return found }
            case .trees(var lines, let read):
                let line = lines.next()
                progress = line == nil ? .finished : .trees(lines, read)
                if let line { waiting = transcripts(in: line, read) ?? [] }
            case .elements(var items, let header, let read):
                let item = nextItem(&items)
                progress = item == nil ? .finished : .elements(items, header: header, read)
                let found = item.flatMap {
                    transcript(in: $0.value, key: $0.key, header: header, read)
                }
                if let found { return found }
            case .sections(var sections, let read):
                let section = sections.next()
                progress = section == nil ? .finished : .sections(sections, read)
                if let section, let found = transcript(in: section, read) { return found }
            }
        }
    }
}

// MARK: - Starting

extension TranscriptReader {
    private mutating func start(_ layout: RecordLayout) {
        switch layout {
        case .document(let read): progress = .document(read)
        case .lines(let read): progress = .lines(JSONLines(bytes), read)
        case .elements(let key, let beside, let read):
            do throws(JSONError) {
                progress = try elements(key, beside, read)
            } catch { refuse(TranscriptError(error, path: path)) }
        case .trees(let read): progress = .trees(JSONLines(bytes), read)
        case .session(let open):
            holdsOneConversation = true
            waiting = session(open(source))[...]
        case .sections(let mark, let read):
            progress = .sections(TextSections(bytes, mark: mark), read)
        }
    }

    private func elements(
        _ key: String?, _ beside: [String], _ read: @escaping RecordLayout.ReadRecord
    ) throws(JSONError) -> Progress {
        var members = try JSONItems(bytes)
        guard let key else { return .elements(members, header: JSONObject(), read) }
        var header = JSONObject()
        var elements: JSONSlice?
        while let member = try members.next() {
            guard let name = member.key else { break }
            if name == key { elements = member.value }
            if beside.contains(name) { header[name] = try member.value.value(in: bytes) }
        }
        guard let elements else { return .finished }
        return .elements(try JSONItems(of: elements, in: bytes), header: header, read)
    }

    private mutating func session(_ reader: any SessionReader) -> [Transcript] {
        var reader = reader
        for line in JSONLines(bytes) {
            guard let value = parsed(line) else {
                reader.lose()
                continue
            }
            do throws(TranscriptError) {
                try reader.add(value)
            } catch { refuse(error, in: line) }
        }
        return reader.finish()
    }
}

// MARK: - Records

extension TranscriptReader {
    private var source: TranscriptSource {
        TranscriptSource(path: path, record: record, format: format)
    }

    private mutating func nextItem(_ items: inout JSONItems) -> JSONItems.Item? {
        do throws(JSONError) {
            return try items.next()
        } catch {
            refuse(TranscriptError(error, path: path))
            return nil
        }
    }

    /// The transcript of a record, nil for the whole file; nil if it is refused.
    private mutating func transcript(
        in slice: JSONSlice?, key: String? = nil, header: JSONObject = JSONObject(),
        _ read: RecordLayout.ReadRecord
    ) -> Transcript? {
        let transcript = taken(from: slice) { (value, source) throws(TranscriptError) in
            try read(
                JSONRecord(
                    value: value, key: key, header: header, source: source,
                    isWholeFile: slice == nil))
        }
        guard var transcript else { return nil }
        takeRemarks(of: &transcript, in: slice)
        return transcript
    }

    /// The transcripts of a record that holds several; nil if it is refused.
    private mutating func transcripts(
        in line: JSONSlice, _ read: RecordLayout.ReadTree
    ) -> ArraySlice<Transcript>? {
        taken(from: line) { (value, source) throws(TranscriptError) in
            try read(JSONRecord(value: value, key: nil, header: JSONObject(), source: source))[...]
        }
    }

    /// What is read of a record, nil for the whole file; nil if it is refused.
    private mutating func taken<Content>(
        from slice: JSONSlice?,
        _ read: (JSONValue, TranscriptSource) throws(TranscriptError) -> Content
    ) -> Content? {
        defer { record += 1 }
        guard let value = parsed(slice) else { return nil }
        do throws(TranscriptError) {
            return try read(value, source)
        } catch {
            refuse(error, in: slice)
            return nil
        }
    }

    private mutating func transcript(
        in section: TextSections.Section, _ read: RecordLayout.ReadSection
    ) -> Transcript? {
        defer { record += 1 }
        let own = UnsafeRawBufferPointer(rebasing: bytes[section.range])
        guard let text = String(validating: own, as: UTF8.self) else {
            refuse(
                TranscriptError(
                    path: path, line: section.line, field: "", expected: "UTF-8",
                    found: "bytes that are none"))
            return nil
        }
        return read(text, source)
    }

    private mutating func parsed(_ slice: JSONSlice?) -> JSONValue? {
        do throws(JSONError) {
            let reading = try RecordedJSON.read(slice, in: bytes)
            if let half = reading.halfPair { remark(half, count: reading.count) }
            return reading.value
        } catch {
            refuse(TranscriptError(error, path: path))
            return nil
        }
    }

    /// Says where half of a surrogate pair stands, and how many more there are in its record.
    private mutating func remark(_ half: JSONError, count: Int) {
        var error = TranscriptError(half, path: path)
        error.found += " at byte \(half.offset)"
        error.hint = "read as U+FFFD" + (count > 1 ? ", and \(count - 1) more in this record" : "")
        remark(error)
    }

    private mutating func remark(_ error: TranscriptError) {
        if remarks.count < Self.errorLimit { remarks.append(error) }
    }

    /// Takes over what a transcript's reading remarked, with the place of its record.
    private mutating func takeRemarks(of transcript: inout Transcript, in slice: JSONSlice?) {
        for error in transcript.remarks { remark(placed(error, in: slice)) }
        transcript.remarks = []
    }

    private func placed(_ error: TranscriptError, in slice: JSONSlice?) -> TranscriptError {
        var error = slice.map { error.inside($0.path) } ?? error
        error.path = path
        error.line = FieldPlace(bytes).line(of: error.field, in: slice)
        return error
    }

    /// Refuses a record for an error in one of its fields.
    private mutating func refuse(_ error: TranscriptError, in slice: JSONSlice?) {
        refuse(placed(error, in: slice))
    }

    private mutating func refuse(_ error: TranscriptError) {
        refusedRecords += 1
        if errors.count < Self.errorLimit { errors.append(error) }
    }
}

extension TranscriptError {
    /// The error for a file that is no JSON.
    init(_ error: JSONError, path: String) {
        self.init(
            path: path, line: error.line, field: error.path, expected: error.expected,
            found: error.found)
    }
}

/// Finds the line of a field of a text that is JSON, for messages.
struct FieldPlace {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The line of a field given by its way from the root of the text, or of what is nearest around
    /// it; `slice` is the record to look in, nil for the whole text. O(bytes of the record).
    func line(of field: String, in slice: JSONSlice?) -> Int {
        let items = try? slice.map { try JSONItems(of: $0, in: bytes) } ?? JSONItems(bytes)
        guard var items else { return slice?.line ?? 1 }
        while let item = (try? items.next()) ?? nil {
            if leads(item.value.path, to: field) { return line(of: field, in: item.value) }
        }
        return slice?.line ?? 1
    }

    /// Whether a path is a field's path or the beginning of it.
    private func leads(_ path: String, to field: String) -> Bool {
        guard field.hasPrefix(path) else { return false }
        let next = field.dropFirst(path.count).first
        return next == nil || next == "." || next == "["
    }
}
