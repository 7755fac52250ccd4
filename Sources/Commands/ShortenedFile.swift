#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that another process shortens while it is mapped: the system sends SIGBUS to whoever touches what
/// is missing.
enum ShortenedFile {
    /// From now on such a signal ends the process with a word and the status of bad data: what was read
    /// can be trusted no more, and what is stored is stored in transactions.
    static func listen() {
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = { _, info, _ in
            // Other causes (memory that fails) are not ours: the signal comes again, and ends the process.
            guard let info, info.pointee.si_code == Int32(BUS_ADRERR) else { return }
            // Only what a handler may do: no memory is asked for.
            let words: StaticString = """
                winnow: a file was shortened by another process while it was read; run again when it is \
                whole

                """
            _ = write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
            _exit(ExitStatus.badData.rawValue)
        }
        action.sa_flags = SA_SIGINFO | Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGBUS, &action, nil)
    }
}
