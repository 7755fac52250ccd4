/// Pieces of an HTML page, with all text that comes from elsewhere made harmless.
enum PageText {
    /// A text as HTML content or as the value of a quoted attribute; control characters, which HTML
    /// cannot hold, become question marks.
    static func escaped(_ text: some StringProtocol) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 { append(byte, to: &result) }
        return String(decoding: result, as: UTF8.self)
    }

    /// Adds a byte of a text as HTML.
    static func append(_ byte: UInt8, to result: inout [UInt8]) {
        if let entity = MarkupText.entity(of: byte) { return result += entity.utf8 }
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\t"): result.append(byte)
        case 0..<0x20, 0x7F: result.append(UInt8(ascii: "?"))
        default: result.append(byte)
        }
    }

    /// JSON that cannot end the script element it stands in: no text of it holds a bracket.
    static func scriptSafe(_ json: String) -> String {
        var result: [UInt8] = []
        for byte in json.utf8 {
            switch byte {
            case UInt8(ascii: "<"): result += "\\u003c".utf8
            case UInt8(ascii: ">"): result += "\\u003e".utf8
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A picture as an address that needs no other file.
    static func dataAddress(ofSVG text: String) -> String {
        var result = Array("data:image/svg+xml,".utf8)
        for byte in text.utf8 {
            if isPlain(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let hex = Array("0123456789ABCDEF".utf8)
    private static let marks = Array(" -_.,:;=/()!*'@$+".utf8)

    /// What stands in an address within double quotes as it is.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: marks.contains(byte)
        }
    }
}
