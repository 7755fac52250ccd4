import Evaluation
import Files
import Foundation

/// BASE and HEAD of `winnow compare` where they are not two runs of the database: whether they can be
/// compared, and if not, what is wrong with them.
struct ComparedNames {
    let base: String
    let head: String
    /// The path of the database, which they are no runs of.
    let database: String

    /// Whether both are settings (`axis=value,…`).
    var areSettings: Bool { isSetting(base) && isSetting(head) }

    /// Refuses what cannot be compared, before anything is made or built.
    func check() throws {
        if areSettings { return }
        for (name, other) in [(base, head), (head, base)] where isSetting(name) {
            throw CommandFailure(
                .usage,
                "'\(name)' is a setting and '\(other)' is none: settings are compared with settings "
                    + "(axis=value,…)")
        }
        for name in [base, head] where isRun(name) { throw missingRun(name) }
        for name in [base, head] where !isProgram(name) {
            do { _ = try Revision.commit(name) } catch {
                throw CommandFailure(
                    error.status,
                    "'\(name)' is no run, as \(databaseWords), no axis=value, and no revision: "
                        + error.message)
            }
        }
    }

    /// Refuses runs where only revisions can be compared.
    func checkCountable() throws {
        for name in [base, head] where isRun(name) {
            throw CommandFailure(
                .usage,
                "'\(name)' is a run: --instructions compares revisions, whose programs it starts")
        }
        try check()
    }

    private func isSetting(_ name: String) -> Bool { name.contains("=") }

    private func isProgram(_ name: String) -> Bool {
        name == "." || name.contains("/") && FileManager.default.isExecutableFile(atPath: name)
    }

    private func isRun(_ name: String) -> Bool {
        ["baseline", RunRecord.latest].contains(name) || RunName.isOne(name)
    }

    private func missingRun(_ name: String) -> CommandFailure {
        guard Paths.exists(database) else {
            return CommandFailure(
                .inputMissing,
                "'\(name)' is a run, and there is no database \(database): name the one that has it "
                    + "with --db, or make one with `winnow run`")
        }
        let what =
            name == "baseline"
            ? "what it is compared with is no run of \(database)"
            : "\(database) has no run of that name"
        return CommandFailure(
            .usage, "'\(name)': \(what); `winnow report --list --db \(database)` names its runs")
    }

    private var databaseWords: String {
        Paths.exists(database) ? "\(database) has none of that name" : "there is no \(database)"
    }
}

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
