/// Words of a command line that is to be typed again.
package enum ShellWord {
    /// A word as a shell takes it, on one line: in quotes if it has any character that could mean
    /// something. With characters that control a terminal, line breaks included, it is `$'…\012…'`, which
    /// bash and zsh read and a plain POSIX shell may not.
    package static func quoted(_ word: String) -> String {
        guard !word.utf8.contains(where: isControl) else {
            return "$'" + word.unicodeScalars.map(escaped).joined() + "'"
        }
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || "-_./=,%:+@".utf8.contains(byte) || byte >= 0x80
            }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// The words of a line that was made of quoted words, each as it stands there. Linear.
    static func words(of line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Quote?
        var isEscaped = false
        for character in line {
            if isEscaped {
                isEscaped = false
            } else if character == "\\", quote != .plain {
                isEscaped = true
            } else if character == "'" {
                quote = quote == nil ? (word.last == "$" ? .escaping : .plain) : nil
            } else if character == " ", quote == nil {
                words.append(word)
                word = ""
                continue
            }
            word.append(character)
        }
        return (words + [word]).filter { !$0.isEmpty }
    }

    /// What a word of such a line means; nil where it holds what would have to be escaped.
    static func meaning(of word: String) -> String? {
        if word.hasPrefix("$'") { return nil }
        guard word.hasPrefix("'"), word.hasSuffix("'"), word.count > 1 else { return word }
        return String(word.dropFirst().dropLast()).replacing("'\\''", with: "'")
    }

    /// What a quotation mark begins.
    private enum Quote { case plain, escaping }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        guard scalar.isASCII, isControl(UInt8(ascii: scalar)) else {
            return (scalar == "'" || scalar == "\\" ? "\\" : "") + String(scalar)
        }
        // Three octal digits, so that a digit that follows is none of it.
        let digits = String(scalar.value, radix: 8)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
}
