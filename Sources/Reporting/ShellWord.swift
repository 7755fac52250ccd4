/// Words of a command line that is to be typed again.
package enum ShellWord {
    /// A word as a shell takes it: in quotes if it has any character that could mean something.
    package static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || "-_./=,%:+@".utf8.contains(byte) || byte >= 0x80
            }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
