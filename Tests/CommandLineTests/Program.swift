import Foundation

/// The built `winnow`, run as a process of its own in a scratch folder.
struct Program {
    /// What a finished process left.
    struct Finished {
        let status: Int32
        let output: Data
        let messages: String
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    struct NotBuilt: Error { let path: String }

    private let path: String
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

    /// Runs the program under `timeout -s KILL`: killed without warning after that many seconds.
    func killed(after seconds: Double, _ arguments: String...) throws -> Finished {
        try run(["/usr/bin/timeout", "-s", "KILL", "\(seconds)", path] + arguments)
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

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path + "/" + name)), as: UTF8.self)
    }
}
