import Files
import StrictJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output for results, standard error for progress and messages. A reader of either who goes
/// away is an error of writing, no signal.
///
/// Whatever is for people goes through `line`, `row`, `text` or `note`, which show what a terminal would
/// obey. Only what is data (JSON, exports, scripts, the bytes of a file) is written as it is.
enum Output {
    /// Writes data to standard output as they are.
    static func write(_ text: String) { sendResult(Array(text.utf8)) }

    /// Writes bytes to standard output as they are.
    static func write(_ bytes: [UInt8]) { sendResult(bytes) }

    /// Writes one line to standard output: a JSON text, a path, or a sentence.
    static func line(_ text: String) { write(text.visible + "\n") }

    /// Writes one row of a table to standard output, a tab between its fields.
    static func row(_ fields: [String]) {
        write(fields.map(\.visible).joined(separator: "\t") + "\n")
    }

    /// Writes lines to standard output that are laid out already; what they quote is made visible
    /// by whoever lays them out, if it may have line ends.
    static func text(_ text: String) { write(text.visibleLayout) }

    /// Writes one line to standard error. Where that cannot be, the line is lost and nothing else: what
    /// is done, and the status it ends with, do not depend on who listens.
    static func note(_ text: String) {
        _ = Descriptor.writeAll(Array((text.visible + "\n").utf8), to: 2)
    }

    /// Writes lines to standard error that are laid out already.
    static func notes(_ text: String) {
        _ = Descriptor.writeAll(Array((text.visibleLayout + "\n").utf8), to: 2)
    }

    /// Writes text to standard error as it is, for progress on a terminal; lost where that cannot be.
    static func progress(_ text: String) { _ = Descriptor.writeAll(Array(text.utf8), to: 2) }

    /// Whether standard error is a terminal.
    static var isTerminal: Bool { isatty(2) == 1 }

    /// Makes sure that the three standard streams are taken: of a stream that was closed, a file that
    /// is opened later would have the number, and our messages would be written into it. And that a
    /// reader who has gone away ends nothing: a handler that does nothing, which children do not
    /// inherit.
    static func prepare() {
        signal(SIGPIPE) { _ in }
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest number that is free is given; reading only, so that writing fails as before.
            guard open("/dev/null", O_RDONLY) == descriptor else { return }
        }
    }

    /// Writes results; where they cannot be written the process ends.
    private static func sendResult(_ bytes: [UInt8]) {
        guard let code = Descriptor.writeAll(bytes, to: 1) else { return }
        // A reader that has gone away needs no word, as with other filters.
        if code != EPIPE {
            note("winnow: cannot write to standard output: \(String(cString: strerror(code)))")
        }
        exit(ExitStatus.outputFailed.rawValue)
    }
}

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

extension JSONValue {
    /// Why what was read is not printed: it was just shallow enough.
    static let tooDeepWhenPrinted =
        "what is printed would have more than \(standardMaximumDepth) arrays and objects inside each "
        + "other, and could not be read back"
}
