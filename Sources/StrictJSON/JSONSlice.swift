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
