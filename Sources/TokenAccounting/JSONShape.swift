/// The outline of a text that is one JSON object or array, told without parsing it.
enum JSONShape {
    /// Whether a text begins and ends as a JSON object or array does.
    static func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let first = text.firstIndex(where: isSolid),
            let last = text.lastIndex(where: isSolid),
            first < last
        else { return false }
        let inside = UnsafeRawBufferPointer(rebasing: text[(first + 1)..<last])
        switch (text[first], text[last]) {
        case (UInt8(ascii: "{"), UInt8(ascii: "}")): return beginsMember(inside)
        case (UInt8(ascii: "["), UInt8(ascii: "]")): return beginsElement(inside)
        default: return false
        }
    }

    /// Whether there is nothing, or a string followed by a colon.
    private static func beginsMember(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let start = text.firstIndex(where: isSolid) else { return true }
        guard text[start] == UInt8(ascii: "\"") else { return false }
        var index = start + 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < text.count else { return false }
        let next = text[(index + 1)...].first(where: isSolid)
        return next == UInt8(ascii: ":")
    }

    /// Whether there is nothing, or something that begins and something that ends as a JSON value.
    private static func beginsElement(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let start = text.firstIndex(where: isSolid), let end = text.lastIndex(where: isSolid)
        else { return true }
        let word = text[start...].prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
        if !word.isEmpty {
            return ["true", "false", "null"].contains(String(decoding: word, as: UTF8.self))
        }
        return firsts.contains(text[start]) && lasts.contains(text[end])
    }

    private static let firsts = Array("{[\"-0123456789".utf8)
    private static let lasts = Array("}]\"0123456789el".utf8)

    private static func isSolid(_ byte: UInt8) -> Bool {
        byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09
    }
}
