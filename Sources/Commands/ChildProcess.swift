import Foundation
import Spawning

/// A program that is run as a child. It gets every signal that we could get, and is killed when we end,
/// however we end, so that nothing goes on that nobody waits for: use it on one thread.
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

    private let program: String
    private let arguments: [String]
    private let environment: [String: String]
    private let output: Stream
    private let errors: Stream
    /// The process's number, once it is started.
    private var number: pid_t?
    /// What `waitpid` said of its end.
    private var ended: Int32?
    /// The reading ends of what is kept and of what is received.
    private var kept: Int32?
    private var received: Int32?

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
        self.program = program
        self.arguments = arguments
        self.environment = ProcessInfo.processInfo.environment
            .merging(environment) { ours, _ in ours }
        self.output = output
        self.errors = errors
    }

    /// A child that is forgotten is ended, and its number given back.
    deinit {
        for descriptor in [kept, received].compactMap(\.self) { close(descriptor) }
        guard number != nil, ended == nil else { return }
        end()
        _ = wait()
    }

    /// Runs the child to its end. Throws if it cannot be started.
    func run() throws -> Ending {
        try start()
        return finish()
    }

    /// Runs the child to its end, its standard output being handed out as it comes. Throws if it cannot
    /// be started, or what `receive` throws; then the child is ended.
    func run(receiving receive: (ArraySlice<UInt8>) throws -> Void) throws -> Ending {
        try start(isReceiving: true)
        do {
            if let received { try Self.read(received, receive) }
        } catch {
            end()
            _ = finish()
            throw error
        }
        return finish()
    }

    /// Starts the child. Throws if it cannot be.
    func start() throws { try start(isReceiving: false) }

    /// Waits for the child's end.
    func finish() -> Ending {
        var bytes: [UInt8] = []
        if let kept { Self.read(kept) { bytes += $0 } }
        _ = wait()
        // As `waitpid` puts it: the signal, if it was one, and the status above it.
        let ended = ended ?? 0
        let signal = ended & 0x7F
        let status = signal == 0 ? ended >> 8 & 0xFF : signal
        return Ending(
            status: status, words: "\(signal == 0 ? "status" : "signal") \(status)",
            isExit: signal == 0, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Whether the child has not ended.
    var isRunning: Bool { number != nil && !wait(atOnce: true) }

    /// Stops the child where it is.
    func pause() { send(SIGSTOP) }

    /// Lets a stopped child go on.
    func proceed() { send(SIGCONT) }

    /// Asks the child to end.
    func interrupt() { send(SIGTERM) }

    /// Ends the child at once, stopped or not.
    func end() { send(SIGKILL) }

    /// Where a program is on the `PATH`; nil if it is not.
    static func path(of program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension ChildProcess {
    /// Sends a signal, as long as the number is the child's.
    private func send(_ signal: Int32) {
        guard let number, isRunning else { return }
        kill(number, signal)
    }

    /// Waits for the end, or looks for it; whether it has come.
    private func wait(atOnce isAtOnce: Bool = false) -> Bool {
        guard ended == nil, let number else { return true }
        while true {
            var status: Int32 = 0
            switch waitpid(number, &status, isAtOnce ? WNOHANG : 0) {
            case 0: return false
            case number: ended = status
            case _ where errno == EINTR: continue
            // Nobody else waits for our children, so this cannot be; it is not there, anyway.
            default: ended = 0
            }
            return true
        }
    }

    private func start(isReceiving: Bool) throws {
        guard let path = program.contains("/") ? program : Self.path(of: program) else {
            throw failure("it is not on the PATH")
        }
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        var ours = [nothing]
        // Only the child writes then: the end of what it says is its own end.
        defer { for descriptor in ours { close(descriptor) } }
        var keeping: Int32?
        func target(of stream: Stream, _ own: Int32) throws -> Int32 {
            switch stream {
            case .inherited: return own
            case .discarded: return nothing
            case .kept:
                // Both streams go into one pipe, in the order in which they are written.
                if let keeping { return keeping }
                let ends = try pipe()
                kept = ends.reading
                keeping = ends.writing
                ours.append(ends.writing)
                return ends.writing
            }
        }
        var streams = [nothing, try target(of: output, 1), try target(of: errors, 2)]
        if isReceiving {
            let ends = try pipe()
            received = ends.reading
            ours.append(ends.writing)
            streams[1] = ends.writing
        }
        let child = Self.withWords([path] + arguments) { arguments in
            Self.withWords(environment.map { "\($0)=\($1)" }) { environment in
                winnow_spawn(path, arguments, environment, streams)
            }
        }
        guard child > 0 else { throw failure(String(cString: strerror(-child))) }
        number = child
    }

    /// A pipe that no other child gets.
    private func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard winnow_pipe(&ends) == 0 else { throw failure(String(cString: strerror(errno))) }
        return (ends[0], ends[1])
    }

    /// Hands out what comes until it ends.
    private static func read(
        _ descriptor: Int32, _ body: (ArraySlice<UInt8>) throws -> Void
    ) rethrows {
        // As much as a pipe holds.
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            if count > 0 {
                try body(chunk[..<count])
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }

    private func failure(_ reason: String) -> CommandFailure {
        CommandFailure(
            .invalidEnvironmentOrResults, "\(program): cannot be started: \(reason)")
    }

    /// Words as C takes them.
    private static func withWords<Result>(
        _ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = words.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
