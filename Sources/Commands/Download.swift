import Files
import Foundation

/// Fetches a file with the system's `curl`, going on where an earlier attempt broke off.
///
/// Going through `curl` keeps a client of HTTP with its TLS out of the program; proxies and
/// certificates are those that the machine has.
struct Download {
    /// Where the file is.
    let address: String
    /// Where what has arrived is kept until all of it has.
    let part: String
    /// How many bytes the whole file has.
    let bytes: Int

    /// How often a connection that broke off is taken up again.
    private static let mostAttempts = 4

    /// Fetches what is missing. Throws `CommandFailure`; what has arrived is kept.
    func run() throws {
        let curl = try Self.program()
        for attempt in 1... {
            let start = try arrived()
            if start == bytes { return }
            let end = try fetch(from: start, with: curl)
            switch end.status {
            case 0:
                guard try arrived() != bytes else { return }
                throw failure("has \(try arrived()) bytes; expected \(bytes)", .badData)
            case Status.noRanges where start > 0: try FileManager.default.removeItem(atPath: part)
            case Status.cutOff, Status.timeOut, Status.receiveFailed:
                guard attempt < Self.mostAttempts, try arrived() > start else {
                    throw failure(end.message, .inputMissing)
                }
            case Status.tooLarge: throw tooLarge
            default: throw failure(end.message, .inputMissing)
            }
        }
    }

    /// The statuses of curl that mean something here.
    private enum Status {
        static let cutOff: Int32 = 18
        static let timeOut: Int32 = 28
        static let noRanges: Int32 = 33
        static let receiveFailed: Int32 = 56
        static let tooLarge: Int32 = 63
    }

    /// How many bytes have arrived; more than there can be are thrown away.
    private func arrived() throws -> Int {
        guard Paths.exists(part) else { return 0 }
        let size = try FileManager.default.attributesOfItem(atPath: part)[.size] as? Int ?? 0
        guard size > bytes else { return size }
        try FileManager.default.removeItem(atPath: part)
        return 0
    }

    private var tooLarge: CommandFailure { failure("is larger than \(bytes) bytes", .badData) }

    /// Appends what comes to the part. It is counted here: of a server that says no length, `curl`
    /// takes whatever comes.
    private func fetch(
        from start: Int, with curl: String
    ) throws -> (status: Int32, message: String) {
        let arguments = [
            "--disable", "--silent", "--show-error", "--fail", "--location", "--globoff",
            "--proto", "=http,https", "--proto-redir", "=http,https",
            "--connect-timeout", "20", "--speed-limit", "1", "--speed-time", "60",
            "--max-filesize", String(bytes), "--output", "-", "--url", address,
        ]
        let further = start > 0 ? ["--continue-at", String(start)] : []
        let file = try opened()
        defer { close(file) }
        var count = start
        let ending = try ChildProcess(curl, arguments + further, errors: .kept).run { received in
            count += received.count
            guard count <= bytes else {
                // It is no part of the file.
                try FileManager.default.removeItem(atPath: part)
                throw tooLarge
            }
            guard Descriptor.writeAll(received, to: file) == nil else { throw unwritable }
        }
        return (ending.status, ending.lastLine ?? "curl ended with \(ending.words)")
    }

    /// The part, open to be added to.
    private func opened() throws -> Int32 {
        let file = open(part, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw unwritable }
        return file
    }

    /// What the system says of the part; to be made before any other call.
    private var unwritable: CommandFailure {
        CommandFailure(
            .outputFailed, "\(part): cannot write it: \(String(cString: strerror(errno)))")
    }

    private func failure(_ problem: String, _ status: ExitStatus) -> CommandFailure {
        let hint =
            status == .inputMissing
            ? "; what has arrived is kept, the same command goes on with it" : ""
        return CommandFailure(status, "\(address): \(problem)\(hint)")
    }

    private static func program() throws -> String {
        guard let found = ChildProcess.path(of: "curl") else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "curl is not on the PATH; install it, or fetch the files by hand and check them with "
                    + "`winnow corpus fetch`")
        }
        return found
    }
}
