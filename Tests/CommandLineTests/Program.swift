import Foundation

/// The built `winnow`, run as a process of its own in a scratch folder.
struct Program {
    /// What a finished process left.
    struct Finished {
        let status: Int32
        let output: Data
        let messages: String
        var text: String { String(decoding: output, as: UTF8.self) }
        /// Whether all it printed is where a run's report is.
        var tellsReport: Bool {
            text.hasPrefix(".winnow/runs/") && text.hasSuffix("/report.md\n")
                && text.split(separator: "\n").count == 1
        }
    }

    struct NotBuilt: Error { let path: String }

    /// Where the program is.
    let path: String
    let scratch: Scratch

    /// Finds the program beside the running test bundle.
    init(in scratch: Scratch) throws {
        self.scratch = scratch
        let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let candidates = [bundle, URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()]
            .map { $0.deletingLastPathComponent().appending(path: "winnow").path }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw NotBuilt(path: candidates[0])
        }
        path = found
    }

    /// Runs the program to its end and returns what it left.
    func callAsFunction(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) throws -> Finished {
        try run([path] + arguments, input: input, environment: environment)
    }

    /// Runs the program with arguments that are made by the test.
    func callAsFunction(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Finished {
        try run([path] + arguments, environment: environment)
    }

    /// Runs the program and sends it a signal as soon as a file has that many bytes; returns what the
    /// program left, its own status included, or 128 and the signal that ended it.
    func stopped(
        by signal: String, when file: String, has bytes: Int, _ arguments: [String]
    ) throws -> Finished {
        let script = """
            "$@" & program=$!
            while kill -0 $program 2>/dev/null; do
                size=$(stat -c %s "$FILE" 2>/dev/null)
                if [ "${size:-0}" -ge "$BYTES" ]; then kill -s "$SIGNAL" $program; break; fi
            done
            wait $program
            """
        return try run(
            ["/usr/bin/timeout", "120", "/bin/bash", "-c", script, "stopped", path] + arguments,
            environment: ["FILE": file, "BYTES": String(bytes), "SIGNAL": signal])
    }

    /// Runs another program in the scratch folder.
    func other(
        _ command: String..., environment: [String: String] = [:]
    ) throws -> Finished { try run(command, environment: environment) }

    /// Runs another program with arguments that are made by the test.
    func other(
        _ command: [String], environment: [String: String] = [:]
    ) throws -> Finished { try run(command, environment: environment) }

    /// The same program, copied to a path within the scratch folder, with nothing beside it.
    func copied(to name: String) throws -> Program {
        try scratch.file(name, Data(contentsOf: URL(filePath: path)))
        let copy = scratch.path + "/" + name
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copy)
        return Program(path: copy, scratch: scratch)
    }

    private init(path: String, scratch: Scratch) {
        self.path = path
        self.scratch = scratch
    }

    private func run(
        _ command: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Finished {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(filePath: scratch.path)
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        let files = try ["in", "out", "err"].map { try scratch.file("." + $0, "").path }
        try Data(input.utf8).write(to: URL(filePath: files[0]))
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: files[0]))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: files[1]))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: files[2]))
        try process.run()
        process.waitUntilExit()
        return Finished(
            status: process.terminationStatus,
            output: try Data(contentsOf: URL(filePath: files[1])),
            messages: String(decoding: try Data(contentsOf: URL(filePath: files[2])), as: UTF8.self)
        )
    }
}

/// A folder of a test's own, removed when the test ends.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "winnow-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, folders on the way included, and returns where.
    @discardableResult func file(_ name: String, _ text: String) throws -> URL {
        try file(name, Data(text.utf8))
    }

    @discardableResult func file(_ name: String, _ bytes: Data) throws -> URL {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
        return url
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + name)
    }

    /// Everything in the folder, but what the processes were given and wrote, sorted.
    func contents() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path)
            .filter { ![".in", ".out", ".err"].contains($0) }.sorted()
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path + "/" + name)), as: UTF8.self)
    }
}
