import Foundation

/// A program that is run as a child.
final class ChildProcess {
    /// What becomes of a stream of the child's.
    enum Stream {
        /// It is thrown away.
        case discarded
        /// It goes where ours goes.
        case inherited
        /// It is kept until the child has ended. One stream can be: nobody reads two at once.
        case kept
    }

    /// How a child ended.
    struct Ending {
        /// Its exit status, or the signal that ended it.
        var status: Int32
        /// How it ended, for people: `status 3` or `signal 9`.
        var words: String
        /// Whether it ended by itself, not by a signal.
        var isExit: Bool
        /// What it wrote to the stream that was kept.
        var text: String

        /// The last line of the text; nil if there is none.
        var lastLine: String? { text.split(whereSeparator: \.isNewline).last.map(String.init) }
    }

    private let process = Process()
    private let kept = Pipe()

    /// A child that is not started yet.
    ///
    /// - Parameters:
    ///   - program: its path, or its name on the `PATH`.
    ///   - arguments: what it is told.
    ///   - environment: what it finds besides our own environment, which has precedence.
    ///   - output: what becomes of its standard output.
    ///   - errors: what becomes of its standard error.
    init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:],
        output: Stream = .discarded, errors: Stream = .discarded
    ) {
        let isPath = program.contains("/")
        process.executableURL = URL(filePath: isPath ? program : "/usr/bin/env")
        process.arguments = (isPath ? [] : [program]) + arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { ours, _ in ours }
        process.standardInput = FileHandle.nullDevice
        switch output {
        case .discarded: process.standardOutput = FileHandle.nullDevice
        case .inherited: break
        case .kept: process.standardOutput = kept
        }
        switch errors {
        case .discarded: process.standardError = FileHandle.nullDevice
        case .inherited: break
        case .kept: process.standardError = kept
        }
        keepsAnything = output == .kept || errors == .kept
    }

    private let keepsAnything: Bool

    /// Runs the child to its end. Throws if it cannot be started.
    func run() throws -> Ending {
        try start()
        return finish()
    }

    /// Starts the child. Throws if it cannot be.
    func start() throws { try process.run() }

    /// Waits for the child's end.
    func finish() -> Ending {
        let bytes = keepsAnything ? kept.fileHandleForReading.readDataToEndOfFile() : Data()
        process.waitUntilExit()
        let isExit = process.terminationReason == .exit
        let kind = isExit ? "status" : "signal"
        return Ending(
            status: process.terminationStatus, words: "\(kind) \(process.terminationStatus)",
            isExit: isExit, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Whether the child has not ended.
    var isRunning: Bool { process.isRunning }

    /// What a child of this program finds in its environment that must not outlive us, stopped or not:
    /// nobody else would let it go on, or wait for it.
    static let endsWithParent = "WINNOW_ENDS_WITH_PARENT"

    /// Stops the child where it is.
    func pause() { kill(process.processIdentifier, SIGSTOP) }

    /// Lets a stopped child go on.
    func proceed() { kill(process.processIdentifier, SIGCONT) }

    /// Asks the child to end.
    func interrupt() { kill(process.processIdentifier, SIGTERM) }

    /// Ends the child at once, stopped or not.
    func end() { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Where a program is on the `PATH`; nil if it is not.
    static func path(of program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
