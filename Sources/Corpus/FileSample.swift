internal import StrictJSON
internal import WireFormats

/// What recognising a file looks at: its outline and its first records, never its name.
struct FileSample {
    /// What the file is on the outside.
    enum Shape { case object, array, lines, text }

    /// What the file is on the outside.
    let shape: Shape
    /// The keys of the document, or of the first record.
    let keys: Set<String>
    /// Where JSON breaks off, if it was seen to.
    let error: JSONError?
    private let bytes: UnsafeRawBufferPointer
    private let firstRecords: [JSONValue]
    private let members: [String: JSONSlice]
    private let first: JSONSlice?

    private static let recordLimit = 16

    /// The sample of a file. O(bytes) for one JSON object, O(first records) for anything else.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        shape = Self.shape(of: bytes)
        var records: [JSONValue] = []
        var members: [String: JSONSlice] = [:]
        var first: JSONSlice?
        var error: JSONError?
        do throws(JSONError) {
            switch shape {
            case .object: try Self.findMembers(of: bytes, &members, &first)
            case .array: try Self.readElements(of: bytes, &records)
            case .lines: records = Self.readLines(of: bytes)
            case .text: break
            }
        } catch let broken { error = broken }
        self.error = error
        self.members = members
        self.first = first
        firstRecords = records
        keys = Set(members.keys).union((records.first?.object?.members ?? []).map(\.key))
    }

    /// The first records: lines, elements or the document itself, as far as they can be parsed.
    var records: [JSONValue] {
        guard shape == .object else { return firstRecords }
        return RecordedJSON.value(nil, in: bytes).map { [$0] } ?? []
    }

    /// Whether the file is one document in one line, which is also a file of one record a line.
    var isOneLine: Bool {
        var lines = JSONLines(bytes)
        return shape == .object && lines.next() != nil && lines.next() == nil
    }

    /// The first 4 KiB as text, for formats that are none of JSON.
    var head: String {
        let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// The value of the document's first member.
    var firstMember: JSONValue? { first.flatMap { RecordedJSON.value($0, in: bytes) } }

    /// The first element of an array that is a member of the document or of the first record.
    func firstElement(of key: String) -> JSONValue? {
        guard shape == .object else { return firstRecords.first?[key]?.array?.first }
        guard let slice = members[key], var items = try? JSONItems(of: slice, in: bytes),
            !items.isObject, let first = (try? items.next()) ?? nil
        else { return nil }
        return RecordedJSON.value(first.value, in: bytes)
    }

    /// The layout of a file whose records have one form wherever they stand.
    func layoutOfRecords(_ read: @escaping RecordLayout.ReadRecord) -> RecordLayout? {
        switch shape {
        case .object: .document(read)
        case .array: .elements(read)
        case .lines: .lines(read)
        case .text: nil
        }
    }
}

extension FileSample {
    /// JSON lines are told from a document by the second line: inside a document no line can begin
    /// with a bracket after a first line that ends in none of `{`, `[`, `:` and `,`.
    private static func shape(of bytes: UnsafeRawBufferPointer) -> Shape {
        var lines = JSONLines(bytes)
        guard let first = lines.next() else { return .text }
        let brackets = [UInt8(ascii: "{"), UInt8(ascii: "[")]
        let opening = bytes[first.range.lowerBound]
        guard brackets.contains(opening) else { return .text }
        let document = opening == brackets[0] ? Shape.object : .array
        let last = Character(Unicode.Scalar(bytes[first.range.upperBound - 1]))
        guard let second = lines.next(), !"{[:,".contains(last) else { return document }
        return brackets.contains(bytes[second.range.lowerBound]) ? .lines : document
    }

    private static func findMembers(
        of bytes: UnsafeRawBufferPointer, _ members: inout [String: JSONSlice],
        _ first: inout JSONSlice?
    ) throws(JSONError) {
        var items = try JSONItems(bytes)
        while let item = try items.next() {
            if first == nil { first = item.value }
            if let key = item.key { members[key] = item.value }
        }
    }

    private static func readElements(
        of bytes: UnsafeRawBufferPointer, _ records: inout [JSONValue]
    ) throws(JSONError) {
        var items = try JSONItems(bytes)
        for _ in 0..<recordLimit {
            guard let item = try items.next() else { return }
            if let record = RecordedJSON.value(item.value, in: bytes) { records.append(record) }
        }
    }

    private static func readLines(of bytes: UnsafeRawBufferPointer) -> [JSONValue] {
        JSONLines(bytes).lazy.prefix(recordLimit).compactMap {
            RecordedJSON.value($0, in: bytes)
        }
    }
}
