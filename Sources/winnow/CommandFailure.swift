#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a command ends, beyond success.
enum ExitStatus: Int32 {
    case regression = 2
    case improvement = 4
    case inconclusive = 5
    case invalidEnvironmentOrResults = 6
    case claimFailed = 7
    case usage = 64
    case badData = 65
    case inputMissing = 66
    case outputFailed = 74
    case interrupted = 75
}

/// A command's failure: what is printed to standard error, and the exit status.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// Ends the process, saying why.
    func exit() -> Never {
        if !message.isEmpty { Output.note("winnow: " + message) }
        #if canImport(Glibc)
            Glibc.exit(status.rawValue)
        #else
            Darwin.exit(status.rawValue)
        #endif
    }
}
