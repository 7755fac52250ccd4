/// The elements of an array or the members of an object, cut out one at a time but not read.
///
/// A big text is taken apart with the memory of one item: cut the text into its members, then the
/// member that is long into its elements, and read those. What is not read is looked at only as far
/// as brackets, strings and separators go. The bytes must stay in place while the items are used.
public struct JSONItems {
    /// One element, or one member with its key.
    public struct Item: Hashable, Sendable {
        /// The key in an object, nil in an array.
        public let key: String?
        /// The value.
        public let value: JSONSlice
    }

    /// Whether the items are members of an object.
    public let isObject: Bool

    private var parser: JSONParser
    private let end: Int
    private let path: String
    private var index = 0
    private var keys: Set<JSONKey> = []
    private var isFinished = false
    private var line: Int
    private var lineOffset: Int

    /// The items of a text that is one array or one object; anything else is refused.
    public init(
        _ bytes: UnsafeRawBufferPointer, maximumDepth: Int = JSONValue.standardMaximumDepth
    ) throws(JSONError) {
        let start = bytes.lengthOfByteOrderMark
        let whole = JSONSlice(range: start..<bytes.count, line: 1, path: "")
        try self.init(of: whole, in: bytes, maximumDepth: maximumDepth)
    }

    /// The items of an array or object that was cut out of `bytes`; anything else is refused.
    public init(
        of value: JSONSlice, in bytes: UnsafeRawBufferPointer,
        maximumDepth: Int = JSONValue.standardMaximumDepth
    ) throws(JSONError) {
        let part = UnsafeRawBufferPointer(rebasing: bytes[..<value.range.upperBound])
        parser = JSONParser(part, maximumDepth: maximumDepth)
        parser.at = value.range.lowerBound
        parser.skipSpace()
        (end, path) = (value.range.upperBound, value.path)
        (line, lineOffset) = (value.line, value.range.lowerBound)
        isObject = parser.byte == UInt8(ascii: "{")
        guard isObject || parser.byte == UInt8(ascii: "[") else {
            throw JSONError(parser.defect(.container), in: part, maximumDepth: maximumDepth)
        }
        parser.at += 1
    }

    /// The next item, or nil at the end of the array or object and after an error, which ends it.
    public mutating func next() throws(JSONError) -> Item? {
        guard !isFinished else { return nil }
        do throws(JSONDefect) {
            if let item = try nextItem() { return item }
            isFinished = true
            return nil
        } catch {
            isFinished = true
            throw JSONError(error, in: parser.bytes, maximumDepth: parser.maximumDepth)
        }
    }

    private mutating func nextItem() throws(JSONDefect) -> Item? {
        parser.skipSpace()
        if parser.byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            try close()
            return nil
        }
        if index > 0 {
            guard parser.byte == UInt8(ascii: ",") else {
                throw parser.defect(isObject ? .memberSeparator : .elementSeparator)
            }
            parser.at += 1
            parser.skipSpace()
        }
        let key = isObject ? try key() : nil
        parser.skipSpace()
        let start = parser.at
        try parser.skipValue()
        defer { index += 1 }
        let path = JSONPath.text(self.path, key.map(JSONPath.Step.member) ?? .element(index))
        return Item(key: key, value: slice(start, path: path))
    }

    private mutating func key() throws(JSONDefect) -> String {
        guard parser.byte == UInt8(ascii: "\"") else { throw parser.defect(.key) }
        let start = parser.at
        let key = try parser.string()
        guard keys.insert(JSONKey(text: key)).inserted else {
            throw JSONDefect(offset: start, kind: .duplicateKey)
        }
        parser.skipSpace()
        guard parser.byte == UInt8(ascii: ":") else { throw parser.defect(.colon) }
        parser.at += 1
        return key
    }

    private mutating func close() throws(JSONDefect) {
        parser.at += 1
        parser.skipSpace()
        guard parser.at == end else { throw parser.defect(.trailing) }
    }

    private mutating func slice(_ start: Int, path: String) -> JSONSlice {
        line += parser.bytes[lineOffset..<start].count { $0 == 0x0A }
        lineOffset = start
        return JSONSlice(range: start..<parser.at, line: line, path: path)
    }
}

/// A JSON value that was cut out of a text but not read yet.
public struct JSONSlice: Hashable, Sendable {
    /// The value's bytes, as offsets in the whole text.
    public let range: Range<Int>
    /// The line the value begins in, from 1.
    public let line: Int
    /// The way from the root of the text to the value, as `simulations[3]`.
    public let path: String
}

extension JSONSlice {
    /// Reads the value strictly; `bytes` is the text it was cut out of. Errors name the place in the
    /// whole text. O(bytes of the value).
    public func value(
        in bytes: UnsafeRawBufferPointer, maximumDepth: Int = JSONValue.standardMaximumDepth
    ) throws(JSONError) -> JSONValue {
        let own = UnsafeRawBufferPointer(rebasing: bytes[range])
        do throws(JSONError) {
            return try JSONValue(parsing: own, maximumDepth: maximumDepth)
        } catch {
            throw placed(error, in: bytes)
        }
    }

    /// An error inside the value as an error of the whole text.
    private func placed(_ error: JSONError, in bytes: UnsafeRawBufferPointer) -> JSONError {
        var placed = error
        placed.offset += range.lowerBound
        if error.line == 1 {
            let before = bytes[..<range.lowerBound].reversed().prefix { $0 != 0x0A }
            placed.column += before.count { $0 & 0xC0 != 0x80 }
        }
        placed.line += line - 1
        let isElement = error.path.isEmpty || error.path.hasPrefix("[") || path.isEmpty
        placed.path = path + (isElement ? "" : ".") + error.path
        return placed
    }
}
