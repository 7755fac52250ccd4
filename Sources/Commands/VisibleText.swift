extension String {
    /// The text with whatever a terminal would obey, or that would change how a line reads, written out:
    /// `\u001b`, `\n`, `\t`. What comes from files, databases and arguments is shown so, and nothing else
    /// can clear a screen, forge a line or turn a name around. O(bytes).
    var visible: String { visible { _ in false } }

    /// The same of a text that we laid out: line ends and tabs stay.
    var visibleLayout: String { visible { $0 == "\n" || $0 == "\t" } }

    private func visible(keeping isKept: (Unicode.Scalar) -> Bool) -> String {
        guard unicodeScalars.contains(where: { $0.isObeyed && !isKept($0) }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isObeyed, !isKept(scalar) {
                text += scalar.writtenOut
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Whether it is no sign but a command: to the terminal (C0, DEL, C1), to end a line, or to write
    /// what follows from right to left (Unicode, UAX 9).
    fileprivate var isObeyed: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// As JSON writes it.
    fileprivate var writtenOut: String {
        switch self {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            let digits = String(value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}
