import Foundation
import Storage

/// What is measured: the source revision and the program itself.
struct Subject {
    /// The revision of the working copy, `+` if something in it was changed; "unknown" outside one.
    let revision: String
    /// The SHA-256 of the program.
    let buildFingerprint: String

    /// Finds out about the running program.
    init() throws {
        let executable = Installation.executablePath
        buildFingerprint = try SHA256.hash(fileAt: executable)
        let folder = URL(filePath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        revision = Self.git(["describe", "--always", "--dirty=+", "--abbrev=12"], in: folder.path)
    }

    private static func git(_ arguments: [String], in folder: String) -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "--no-optional-locks", "-C", folder] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return "unknown" }
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return process.terminationStatus == 0 && !line.isEmpty ? line : "unknown"
    }
}
