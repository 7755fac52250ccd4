import Files
import Foundation

/// What is measured: the source revision and the program itself.
struct Subject {
    /// The revision of the working copy, `+` if something in it was changed; "unknown" outside one.
    let revision: String
    /// The SHA-256 of the program.
    let buildFingerprint: String

    /// Finds out about the running program.
    init() throws {
        let executable = Installation.executablePath
        buildFingerprint =
            try InstructionCount.fingerprint ?? SHA256.hash(fileAt: executable)
        revision = InstructionCount.revision ?? Self.revision(of: executable)
    }

    /// The revision of the working copy that a program is in; "unknown" outside one.
    static func revision(of executable: String) -> String {
        let folder = URL(filePath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        return git(["describe", "--always", "--dirty=+", "--abbrev=12"], in: folder.path)
    }

    private static func git(_ arguments: [String], in folder: String) -> String {
        let git = ChildProcess(
            "git", ["--no-optional-locks", "-C", folder] + arguments, output: .kept)
        guard let ending = try? git.run() else { return "unknown" }
        let line = ending.text.trimmingCharacters(in: .whitespacesAndNewlines)
        return ending.status == 0 && !line.isEmpty ? line : "unknown"
    }
}
