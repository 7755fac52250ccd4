import Foundation

/// A revision of the program, built in a folder of its own.
struct Revision {
    /// The program.
    let executable: String
    /// The revision, as version control names it.
    let name: String

    /// Builds a revision of the working copy that this program is in, unless that was done before.
    init(_ name: String) throws {
        let (root, commit) = try Self.commit(name)
        self.name = String(commit.prefix(12))
        let folder = root + "/.winnow/worktrees/" + self.name
        executable = folder + "/.build/release/winnow"
        if FileManager.default.isExecutableFile(atPath: executable) { return }
        if !FileManager.default.fileExists(atPath: folder + "/Package.swift") {
            _ = try Self.output(
                ["git", "-C", root, "worktree", "add", "--detach", folder, commit],
                "cannot check out \(name)")
        }
        Output.note("winnow: building \(self.name)")
        _ = try Self.output(
            [
                "swift", "build", "-c", "release", "--product", "winnow", "--package-path", folder,
            ], "cannot build \(name)")
    }

    /// The working copy that this program is in, and the commit that it knows by a name. The failure
    /// says what is missing: a working copy, its repository, or the revision in it.
    static func commit(_ name: String) throws(CommandFailure) -> (root: String, commit: String) {
        guard let package = try? Installation().path(of: "Package.swift") else {
            throw CommandFailure(
                .inputMissing,
                "there is no working copy here, nor around the program, to build it from; run inside one"
            )
        }
        let root = String(package.dropLast("/Package.swift".count))
        _ = try output(
            ["git", "-C", root, "rev-parse", "--git-dir"],
            "\(root) is no repository that has revisions")
        let commit = try output(
            ["git", "-C", root, "rev-parse", "--verify", "--quiet", name + "^{commit}"],
            "the working copy \(root) has none of that name")
        return (root, commit)
    }

    /// What a command prints, which must succeed.
    private static func output(
        _ command: [String], _ failure: String
    ) throws(CommandFailure) -> String {
        let child = ChildProcess(command[0], Array(command.dropFirst()), output: .kept)
        guard let ending = try? child.run(), ending.status == 0 else {
            throw CommandFailure(
                .usage, "\(failure) (`\(command.joined(separator: " "))` failed)")
        }
        return ending.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
