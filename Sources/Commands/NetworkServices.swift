import Backends
import ContextModel
import Foundation
import Settings
import Synchronization

/// What only a program that links the network stack can do.
package protocol NetworkServices: Sendable {
    /// A model behind HTTP as a summariser; the prompt's version names what `prompt` makes.
    func summarizer(
        _ endpoint: Endpoint, promptVersion: String, prompt: @escaping Endpoint.Prompt
    ) throws(EndpointError) -> any Summarizer

    /// A vision model behind HTTP as a describer of pictures.
    func describer(_ endpoint: Endpoint) throws(EndpointError) -> any ImageDescriber
}

/// The network stack: in this program, or in the one beside it. It takes minutes to build and most
/// commands need none, so `winnow` does without.
enum Network {
    /// What this program can do itself; nil in `winnow`.
    @TaskLocal static var services: (any NetworkServices)?

    /// The same commands with the network stack.
    private static let program = "winnow-http"

    /// What a command says that needs the network stack where there is none.
    static let missing = CommandFailure(
        .usage,
        "condensation.summarizer=http, --record and --describe-with need \(program), the program "
            + "with the network stack, beside this one; build it with `swift build -c release "
            + "--product \(program)`")

    /// Becomes the program with the network stack, if this one has none and that one lies beside it.
    ///
    /// The process goes on with the same arguments, environment and standard streams; what this
    /// program has read of standard input is there again. What is measured is then that program: its
    /// hash is the run's build fingerprint.
    static func handOver() throws {
        guard services == nil else { return }
        let path = URL(filePath: Installation.executablePath).deletingLastPathComponent()
            .appending(path: program).path
        guard FileManager.default.isExecutableFile(atPath: path) else { return }
        guard !InstructionCount.isUnderway else {
            throw CommandFailure(
                .usage,
                "valgrind follows no program that hands over; where a model is asked, instructions "
                    + "are counted by \(path) itself")
        }
        try StandardInput.restore()
        // This thread may not want signals that the program has to hear.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        throw CommandFailure(
            .invalidEnvironmentOrResults, "\(path): cannot be run: \(become(path))")
    }

    /// Runs another program in this process, with our arguments; returns why that failed.
    private static func become(_ path: String) -> String {
        let given = (1..<max(1, Int(CommandLine.argc))).map { CommandLine.unsafeArgv[$0] }
        return path.withCString { name in
            execv(name, [UnsafeMutablePointer(mutating: name)] + given + [nil])
            return String(cString: strerror(errno))
        }
    }
}

/// What was read of standard input before it was known that another program does the command.
enum StandardInput {
    private static let kept = Mutex<[UInt8]?>(nil)

    /// Keeps what was read, which should be little: settings, not recordings.
    static func keep(_ bytes: [UInt8]) { kept.withLock { $0 = bytes } }

    /// Makes what was kept standard input again.
    fileprivate static func restore() throws {
        guard let bytes = kept.withLock(\.self) else { return }
        guard let file = tmpfile(), fwrite(bytes, 1, bytes.count, file) == bytes.count,
            fflush(file) == 0, fseek(file, 0, SEEK_SET) == 0, dup2(fileno(file), 0) == 0
        else {
            throw CommandFailure(
                .outputFailed,
                "standard input: cannot keep it in a temporary file: "
                    + String(cString: strerror(errno)))
        }
    }
}

extension SummarizerOptions {
    /// Whether a model behind HTTP is asked where summarisers of these names are.
    func asksModel(_ names: Set<SummarizerName>) -> Bool {
        names.contains(.http) || (record != nil && names.contains(.recorded))
    }

    /// Hands over where that needs another program; must come before anything is written.
    func handOver(for names: Set<SummarizerName>) throws {
        if asksModel(names) { try Network.handOver() }
    }
}
