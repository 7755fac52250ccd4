/// Whether a YAML text may stand for far more than it says, where a parser would notice too late.
///
/// Aliases of lists of aliases double with each level. As values they are harmless until somebody walks
/// through them, which readers do within bounds; as keys they are hashed while the text is read.
enum AliasGuard {
    /// So many aliases multiply to a few thousand at most.
    private static let mostAliases = 20

    /// Whether there are many aliases, and something other than a plain name seems to be a key. O(bytes).
    static func refuses(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var aliases = 0
        var hasKey = false
        var isLineStart = true
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                isLineStart = true
                continue
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"): continue
            case UInt8(ascii: "?"): hasKey = hasKey || isLineStart || isFlowStart(bytes, index)
            case UInt8(ascii: "*"):
                aliases += 1
                hasKey = hasKey || isKey(bytes, after: endOfName(bytes, index + 1))
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                hasKey = hasKey || isKey(bytes, after: index + 1)
            default: break
            }
            isLineStart = false
        }
        return hasKey && aliases > mostAliases
    }

    /// Whether the sign before, blanks apart, opens a list or group, or parts its entries.
    private static func isFlowStart(_ bytes: [UInt8], _ index: Int) -> Bool {
        let before = bytes[..<index].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
        return before.map { "[{,".utf8.contains($0) } ?? false
    }

    private static func endOfName(_ bytes: [UInt8], _ start: Int) -> Int {
        bytes[start...].firstIndex { $0 <= UInt8(ascii: " ") || ",[]{}".utf8.contains($0) }
            ?? bytes.count
    }

    /// Whether a colon comes next, or ends the name that was read.
    private static func isKey(_ bytes: [UInt8], after end: Int) -> Bool {
        if end > 0, bytes[end - 1] == UInt8(ascii: ":") { return true }
        return bytes[end...].first { $0 != UInt8(ascii: " ") } == UInt8(ascii: ":")
    }
}
