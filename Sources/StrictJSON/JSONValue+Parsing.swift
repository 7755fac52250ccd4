extension JSONValue {
    /// How many arrays and objects may stand inside each other unless told otherwise.
    public static let standardMaximumDepth = 512

    /// Reads one JSON text strictly (RFC 8259), numbers kept as written.
    ///
    /// Refused, saying where: anything but UTF-8, escapes of lone surrogates, a key that comes twice
    /// in an object, more than `maximumDepth` arrays and objects inside each other, and anything but
    /// white space behind the value. A leading byte order mark is skipped. O(bytes).
    public init(
        parsing bytes: UnsafeRawBufferPointer, maximumDepth: Int = standardMaximumDepth
    ) throws(JSONError) {
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        do throws(JSONDefect) {
            self = try parser.document()
        } catch {
            throw JSONError(error, in: bytes, maximumDepth: maximumDepth)
        }
    }

    /// Reads one JSON text strictly, as `init(parsing:maximumDepth:)` does with its bytes.
    public init(
        parsing text: String, maximumDepth: Int = standardMaximumDepth
    ) throws(JSONError) {
        var text = text
        let result: Result<JSONValue, JSONError> = text.withUTF8 { bytes in
            do throws(JSONError) {
                return .success(
                    try JSONValue(
                        parsing: UnsafeRawBufferPointer(bytes), maximumDepth: maximumDepth))
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}
