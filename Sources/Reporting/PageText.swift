internal import ContextModel

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

/// Differences of shares in words.
enum PairedText {
    /// A share in points of percent, with its sign.
    static func points(_ share: Double) -> String {
        (share > 0 ? "+" : "") + Figure.significant(share * 100, 2)
    }
}

/// A moment as UTC text, computed without a calendar library so that it is the same everywhere.
package enum UTCTime {
    /// Milliseconds since 1970 as `2025-01-31 23:59:59 UTC`.
    package static func text(milliseconds: Int64) -> String {
        let seconds = floorDivide(milliseconds, 1000)
        let days = floorDivide(seconds, 86_400)
        let second = seconds - days * 86_400
        let civil = CivilDate(daysSince1970: Int(days))
        let date = [pad(civil.year, 4), pad(civil.month, 2), pad(civil.day, 2)]
            .joined(separator: "-")
        let time = [second / 3600, second / 60 % 60, second % 60].map { pad(Int($0), 2) }
        return "\(date) \(time.joined(separator: ":")) UTC"
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
