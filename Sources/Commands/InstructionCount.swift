import Callgrind
import Evaluation
import Files
import Foundation
import Synchronization

/// This command once more under valgrind's callgrind, which counts the instructions of every replay:
/// the same on a busy machine as on a quiet one.
struct InstructionCount {
    /// Whether this process is the one that is counted.
    static var isUnderway: Bool { winnow_is_under_valgrind() }

    /// The program that is counted (a copy of it runs); nil outside.
    static var program: String? { told(programName) }

    /// Its SHA-256, which would take longer to find out here than all else; nil outside.
    static var fingerprint: String? { told(fingerprintName) }

    /// Its revision, which is not asked for under valgrind; nil outside.
    static var revision: String? { told(revisionName) }

    private static let revisionName = "WINNOW_COUNTED_REVISION"
    private static let fingerprintName = "WINNOW_COUNTED_SHA256"
    private static let programName = "WINNOW_COUNTED_PROGRAM"
    private static let filesName = "WINNOW_COUNTS"

    /// What the process that counts has said to the one that is counted; nobody else is believed.
    private static func told(_ name: String) -> String? {
        isUnderway ? ProcessInfo.processInfo.environment[name] : nil
    }

    private let valgrind: String
    private let strip: String

    /// Throws what is not installed.
    init() throws {
        func tool(_ name: String, of package: String) throws -> String {
            guard let path = ChildProcess.path(of: name) else {
                throw CommandFailure(
                    .invalidEnvironmentOrResults,
                    "--instructions needs '\(name)', which is not on the PATH (Debian's package is "
                        + "\(package))")
            }
            return path
        }
        valgrind = try tool("valgrind", of: "valgrind")
        strip = try tool("strip", of: "binutils")
    }

    /// Runs this command under callgrind, and ends as it ends.
    func repeatCommand() throws -> Never {
        let folder = try TemporaryFolder()
        let interruption = Interruption()
        let ending: ChildProcess.Ending
        do {
            let child = try child(
                Installation.executablePath, Array(CommandLine.arguments.dropFirst()),
                in: folder.path,
                output: .inherited, errors: .inherited)
            ending = try Self.finish(child, until: interruption) { $0.interrupt() }
        } catch {
            folder.remove()
            throw error
        }
        folder.remove()
        guard ending.isExit || !interruption.isRequested else {
            throw CommandFailure(.interrupted, "interrupted before anything was counted")
        }
        guard ending.isExit else {
            throw CommandFailure(
                .invalidEnvironmentOrResults, "valgrind ended with \(ending.words)")
        }
        Foundation.exit(ending.status)
    }

    /// A program under callgrind, which keeps its files in a folder; whoever asks removes that.
    func child(
        _ program: String, _ arguments: [String], in folder: String,
        output: ChildProcess.Stream = .discarded, errors: ChildProcess.Stream = .kept
    ) throws -> ChildProcess {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                .outputFailed, "\(folder): cannot be made; TMPDIR names the folder for it")
        }
        // Valgrind reads what is for debuggers, and stumbles over what it does not know.
        let copy = folder + "/winnow"
        let stripped = try ChildProcess(strip, ["-o", copy, program], errors: .kept).run()
        guard stripped.status == 0 else {
            throw CommandFailure(
                .invalidEnvironmentOrResults, "strip: \(stripped.lastLine ?? stripped.words)")
        }
        let files = folder + "/counts"
        return ChildProcess(
            valgrind,
            ["--quiet", "--tool=callgrind", "--callgrind-out-file=" + files, copy] + arguments,
            environment: [
                "SWIFT_DETERMINISTIC_HASHING": "1", Self.programName: program,
                Self.fingerprintName: try SHA256.hash(fileAt: program),
                Self.revisionName: Subject.revision(of: program),
                Self.filesName: files,
            ], output: output, errors: errors)
    }

    /// Runs a child to its end, on one processor: threads that meet differently execute other
    /// instructions. `end` is done to it once, if that is interrupted.
    static func finish(
        _ child: ChildProcess, until interruption: Interruption, end: (ChildProcess) -> Void
    ) throws -> ChildProcess.Ending {
        winnow_use_one_processor()
        try child.start()
        var isAsked = false
        while child.isRunning {
            if interruption.isRequested, !isAsked {
                end(child)
                isAsked = true
            }
            usleep(20_000)
        }
        return child.finish()
    }

    /// What counts in this process, if it is the one that is counted.
    static func meter() -> InstructionMeter? {
        guard let files = told(filesName) else { return nil }
        let dumps = Dumps(path: files)
        return InstructionMeter(begin: winnow_callgrind_zero) {
            winnow_callgrind_dump()
            return try dumps.next()
        }
    }

    /// The files that callgrind writes, one for each time it is asked.
    private final class Dumps: Sendable {
        private let path: String
        private let count = Mutex(0)
        /// The bytes in which the last line is looked for.
        private static let tail: UInt64 = 256

        init(path: String) { self.path = path }

        /// The instructions of the next file, which is removed.
        func next() throws -> Int64 {
            let number = count.withLock { count in
                count += 1
                return count
            }
            let file = path + ".\(number)"
            let handle = try FileHandle(forReadingFrom: URL(filePath: file))
            let end = try handle.seekToEnd()
            try handle.seek(toOffset: end < Self.tail ? 0 : end - Self.tail)
            let text = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
            try handle.close()
            try FileManager.default.removeItem(atPath: file)
            // Not `summary`, which is of threads as they were before zeroing.
            let line = text.split(separator: "\n").last { $0.hasPrefix("totals: ") }
            guard let value = line.flatMap({ Int64($0.dropFirst("totals: ".count)) }) else {
                throw CommandFailure(
                    .invalidEnvironmentOrResults,
                    "callgrind's file does not end with a line `totals: COUNT`; is this another "
                        + "version of valgrind?")
            }
            return value
        }
    }
}
