internal import ContextModel
internal import StrictJSON

extension CassetteText {
    /// Reads a file of lines. O(bytes).
    package init(readingFrom path: String) throws {
        let file = try MappedFile(path: path)
        self = try withExtendedLifetime(file) { try Self(parsing: file.bytes, of: path) }
    }

    /// Reads lines; a line that is no entry is refused, and so is a key that comes twice. O(bytes).
    ///
    /// - Parameter path: what errors call the text.
    package init(parsing bytes: UnsafeRawBufferPointer, of path: String) throws {
        var lines = JSONLines(bytes)
        try Self.checkHead(lines.next(), bytes, path)
        var entries: [CassetteEntry] = []
        var seen: Set<ContentDigest> = []
        for slice in lines {
            let entry = try Self.entry(slice, bytes, path)
            guard seen.insert(entry.key).inserted else {
                throw Self.refusal(path, slice.line, "the key \(entry.key.hexadecimal) again")
            }
            entries.append(entry)
        }
        self.init(entries)
    }

    private static func checkHead(
        _ slice: JSONSlice?, _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws {
        let head = try slice.map { try value($0, bytes, path) }
        guard let head, head["recording"]?.string == name else {
            throw StorageError(
                path: path, problem: "does not begin as recorded summaries do",
                remedy: "name another file")
        }
        guard head["version"]?.number?.int == version else {
            throw StorageError(
                path: path,
                problem: "is of version \(head["version"]?.compactText ?? "?"), "
                    + "this program knows \(version)",
                remedy: "use the program that wrote it, or record again")
        }
    }

    private static func entry(
        _ slice: JSONSlice, _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws -> CassetteEntry {
        let value = try value(slice, bytes, path)
        do throws(CassetteEntry.Defect) {
            return try CassetteEntry(value)
        } catch {
            throw refusal(path, slice.line, error.description)
        }
    }

    private static func value(
        _ slice: JSONSlice, _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: UnsafeRawBufferPointer(rebasing: bytes[slice.range]))
        } catch {
            throw refusal(path, slice.line, "\(error)")
        }
    }

    private static func refusal(_ path: String, _ line: Int, _ problem: String) -> StorageError {
        StorageError(
            path: path, problem: "line \(line): \(problem)",
            remedy: "export the recording again")
    }
}
