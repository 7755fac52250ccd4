/// Pieces of an HTML page, with all text that comes from elsewhere made harmless.
enum PageText {
    /// A text as HTML content or as the value of a quoted attribute; what HTML cannot hold becomes
    /// U+FFFD.
    static func escaped(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            default: result.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return String(result)
    }

    /// JSON that cannot end the script element it stands in.
    static func scriptSafe(_ json: String) -> String {
        json.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
            .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
    }

    /// A picture as an address that needs no other file.
    static func dataAddress(ofSVG text: String) -> String {
        var result = "data:image/svg+xml,"
        for byte in text.utf8 {
            if isPlain(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + hex[Int(byte >> 4)] + hex[Int(byte & 15)]
            }
        }
        return result
    }

    private static let hex = "0123456789ABCDEF".map(String.init)

    /// What stands in an address within double quotes as it is.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: " -_.,:;=/()!*'@$+".utf8.contains(byte)
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        return scalar == "\n" || scalar == "\t" || (value >= 0x20 && !(0x7F...0x9F).contains(value))
    }
}
