internal import StrictJSON

/// Reads JSON of recordings, in which half of a surrogate pair costs nothing but itself: some programs cut
/// texts in the middle of a character and write what is left.
enum RecordedJSON {
    /// A value with the first half pair in it, if there is any, and how many there are.
    struct Reading {
        var value: JSONValue
        var halfPair: JSONError?
        var count = 0
    }

    /// Reads a value of a text, or the whole text. Whatever else is wrong is thrown. O(bytes).
    static func read(
        _ slice: JSONSlice?, in bytes: UnsafeRawBufferPointer
    ) throws(JSONError) -> Reading {
        do throws(JSONError) {
            return Reading(value: try strict(slice, in: bytes))
        } catch {
            // The other thing that a reader less strict would take is a key that comes twice.
            guard error.isOfStrictness, error.found.hasPrefix("\\u") else { throw error }
            let (repaired, count) = repaired(bytes, slice?.range ?? 0..<bytes.count)
            let result: Result<JSONValue, JSONError> = repaired.withUnsafeBytes { bytes in
                do throws(JSONError) {
                    return .success(try strict(slice, in: bytes))
                } catch { return .failure(error) }
            }
            return Reading(value: try result.get(), halfPair: error, count: count)
        }
    }

    /// The value alone; nil if it cannot be read.
    static func value(_ slice: JSONSlice?, in bytes: UnsafeRawBufferPointer) -> JSONValue? {
        (try? read(slice, in: bytes))?.value
    }

    private static func strict(
        _ slice: JSONSlice?, in bytes: UnsafeRawBufferPointer
    ) throws(JSONError) -> JSONValue {
        guard let slice else { return try JSONValue(parsing: bytes) }
        return try slice.value(in: bytes)
    }

    /// A copy of a text up to the end of a range, with the half pairs in the range written as U+FFFD: an
    /// escape of the same length, so that every other place stays where it is.
    private static func repaired(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) -> ([UInt8], Int) {
        var copy = Array(bytes[..<range.upperBound])
        var count = 0
        var at = range.lowerBound
        while at < copy.count {
            guard copy[at] == UInt8(ascii: "\\") else {
                at += 1
                continue
            }
            guard let unit = unit(at: at, in: copy) else {
                at += 2
                continue
            }
            let isHigh = unit & 0xFC00 == 0xD800
            if isHigh, let low = Self.unit(at: at + 6, in: copy), low & 0xFC00 == 0xDC00 {
                at += 12
                continue
            }
            if unit & 0xF800 == 0xD800 {
                copy.replaceSubrange(at..<at + 6, with: Array(#"\uFFFD"#.utf8))
                count += 1
            }
            at += 6
        }
        return (copy, count)
    }

    /// The code unit of the escape `\uXXXX` at a place; nil for anything else.
    private static func unit(at place: Int, in bytes: [UInt8]) -> UInt16? {
        guard place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"),
            bytes[place + 1] == UInt8(ascii: "u")
        else { return nil }
        return UInt16(String(decoding: bytes[place + 2..<place + 6], as: UTF8.self), radix: 16)
    }
}
