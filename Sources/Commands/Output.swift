#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output for results, standard error for progress and messages.
///
/// Whatever is for people goes through `line`, `row`, `text` or `note`, which show what a terminal would
/// obey. Only what is data (JSON, exports, scripts, the bytes of a file) is written as it is.
enum Output {
    /// Writes data to standard output as they are.
    static func write(_ text: String) { send(Array(text.utf8), to: 1) }

    /// Writes bytes to standard output as they are.
    static func write(_ bytes: [UInt8]) { send(bytes, to: 1) }

    /// Writes one line to standard output: a JSON text, a path, or a sentence.
    static func line(_ text: String) { write(text.visible + "\n") }

    /// Writes one row of a table to standard output, a tab between its fields.
    static func row(_ fields: [String]) {
        write(fields.map(\.visible).joined(separator: "\t") + "\n")
    }

    /// Writes lines to standard output that are laid out already; what they quote is made visible
    /// by whoever lays them out, if it may have line ends.
    static func text(_ text: String) { write(text.visibleLayout) }

    /// Writes one line to standard error.
    static func note(_ text: String) { send(Array((text.visible + "\n").utf8), to: 2) }

    /// Writes lines to standard error that are laid out already.
    static func notes(_ text: String) { send(Array((text.visibleLayout + "\n").utf8), to: 2) }

    /// Writes text to standard error as it is, for progress on a terminal.
    static func progress(_ text: String) { send(Array(text.utf8), to: 2) }

    /// Whether standard error is a terminal.
    static var isTerminal: Bool { isatty(2) == 1 }

    /// Writes everything; a reader that has gone away ends the process, as it does other filters.
    private static func send(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { buffer in
            var sent = 0
            while sent < buffer.count {
                let count = unsafeWrite(descriptor, buffer, from: sent)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { end(descriptor) }
                sent += count
            }
        }
    }

    /// Ends the process; only a reader that went away needs no word.
    private static func end(_ descriptor: Int32) -> Never {
        guard descriptor == 1 else { exit(0) }
        let code = errno
        if code != EPIPE {
            note("winnow: cannot write to standard output: \(String(cString: strerror(code)))")
        }
        exit(ExitStatus.outputFailed.rawValue)
    }

    private static func unsafeWrite(
        _ descriptor: Int32, _ buffer: UnsafeRawBufferPointer, from start: Int
    ) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
        #else
            Darwin.write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
        #endif
    }
}
