import Foundation

/// A revision of the program, built in a folder of its own.
struct Revision {
    /// The program.
    let executable: String
    /// The revision, as version control names it.
    let name: String

    /// Builds a revision of the working copy that this program is in, unless that was done before.
    init(_ name: String) throws {
        guard let package = try? Installation().path(of: "Package.swift") else {
            throw CommandFailure(
                .usage,
                "'\(name)' is no run of the database (`winnow report --list` names them), no axis=value, "
                    + "and there is no working copy here to build a revision of")
        }
        let root = package.dropLast("/Package.swift".count)
        let commit = try Self.output(
            ["git", "-C", String(root), "rev-parse", "--verify", "--quiet", name + "^{commit}"],
            "'\(name)' is no run of the database, no axis=value and no revision")
        self.name = String(commit.prefix(12))
        let folder = root + "/.winnow/worktrees/" + self.name
        executable = folder + "/.build/release/winnow"
        if FileManager.default.isExecutableFile(atPath: executable) { return }
        if !FileManager.default.fileExists(atPath: folder + "/Package.swift") {
            _ = try Self.output(
                ["git", "-C", String(root), "worktree", "add", "--detach", folder, commit],
                "cannot check out \(name)")
        }
        Output.note("winnow: building \(self.name)")
        _ = try Self.output(
            [
                "swift", "build", "-c", "release", "--product", "winnow", "--package-path", folder,
            ], "cannot build \(name)")
    }

    /// What a command prints, which must succeed.
    private static func output(_ command: [String], _ failure: String) throws -> String {
        let ending = try ChildProcess(command[0], Array(command.dropFirst()), output: .kept).run()
        guard ending.status == 0 else {
            throw CommandFailure(
                .usage, "\(failure) (`\(command.joined(separator: " "))` failed)")
        }
        return ending.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
