internal import StrictJSON

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
