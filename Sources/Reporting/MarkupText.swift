/// What XML and HTML have in common: the characters that must not stand in a text as they are.
enum MarkupText {
    /// What stands for a byte in content and in quoted attributes; nil where it stands for itself.
    static func entity(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
