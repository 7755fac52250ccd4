import ArgumentParser
import Evaluation
import Foundation

/// `winnow submit`: a matrix cut into parts for a scheduler.
struct SubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Runs a matrix in parts, through a scheduler.",
        discussion: """
            --dry-run prints the script: parts that were done are not done again, so it can be \
            submitted once more after a failure. Slurm scripts are only printed; hand them to sbatch.
            """)

    /// What runs the parts.
    enum Engine: String, ExpressibleByArgument, CaseIterable {
        case slurm, parallel
    }

    @Option(help: "slurm: a job array. parallel: GNU parallel, on this machine.")
    var engine: Engine

    @Argument(help: "A YAML file that says what to compare.")
    var matrix: String

    @Option(help: "How many parts.")
    var shards: Int

    @Option(help: ArgumentHelp("The folder of the parts.", valueName: "dir"))
    var out = ".winnow/shards"

    @Option(help: ArgumentHelp("The folder whose direct subfolders are corpora.", valueName: "dir"))
    var corpora: String?

    @Option(help: "How many parts at once, with parallel; the processors if not given.")
    var jobs: Int?

    @Flag(help: "Print the script and stop.")
    var dryRun = false

    func validate() throws {
        guard (1...Shard.most).contains(shards) else {
            throw ValidationError("--shards takes a number from 1 to \(Shard.most).")
        }
        guard jobs ?? 1 > 0 else { throw ValidationError("--jobs takes a number from 1.") }
    }

    func run() throws {
        guard FileManager.default.fileExists(atPath: matrix) else {
            throw CommandFailure(.inputMissing, "\(matrix): no such file")
        }
        if let corpora { _ = try CorpusFolder(corpora) }
        let script = SubmissionScript(self).text
        if dryRun { return Output.write(script) }
        guard engine == .parallel else {
            throw CommandFailure(
                .usage, "slurm scripts are only printed: add --dry-run and hand it to sbatch")
        }
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        guard
            folders.contains(where: {
                FileManager.default.isExecutableFile(atPath: $0 + "/parallel")
            })
        else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "GNU parallel is not installed (Debian: parallel); install it, or use --dry-run")
        }
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/bash")
        shell.arguments = ["-c", script]
        shell.environment = ProcessInfo.processInfo.environment.merging(
            ["WINNOW": Installation.executablePath]) { given, _ in given }
        try shell.run()
        shell.waitUntilExit()
        guard shell.terminationStatus == 0 else {
            throw CommandFailure(
                shell.terminationStatus == ExitStatus.interrupted.rawValue
                    ? .interrupted : .invalidEnvironmentOrResults,
                "a part failed (status \(shell.terminationStatus)); the same command goes on")
        }
    }
}

/// The script that runs the parts of a matrix and merges them.
struct SubmissionScript {
    private let command: SubmitCommand

    init(_ command: SubmitCommand) { self.command = command }

    var text: String {
        switch command.engine {
        case .slurm: slurm
        case .parallel: parallel
        }
    }

    private var name: String {
        let file = command.matrix.split(separator: "/").last.map(String.init) ?? command.matrix
        return file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
    }

    /// The program, which another one can stand for.
    private let program = "\"${WINNOW:-winnow}\""

    private func part(_ index: String) -> String {
        let file = CommandText.quoted(command.out + "/" + name + ".")
        return "\(file)\(index)-of-\(command.shards).sqlite"
    }

    private func run(_ index: String, _ shard: String) -> String {
        let corpora = command.corpora.map { " --corpora " + CommandText.quoted($0) } ?? ""
        return program + " run " + CommandText.quoted(command.matrix) + corpora
            + " --shard \(shard) --db \(part(index)) --quiet"
    }

    private var merge: String {
        let parts = CommandText.quoted(command.out + "/" + name + ".")
        return program + " merge \(CommandText.quoted(command.out + "/" + name + ".sqlite")) "
            + "\(parts)*-of-\(command.shards).sqlite"
    }

    private var slurm: String {
        """
        #!/usr/bin/env bash
        #SBATCH --job-name=winnow-\(name)
        #SBATCH --array=1-\(command.shards)
        #SBATCH --cpus-per-task=1
        # When all parts are done:
        #   \(merge)
        set -euo pipefail
        mkdir -p \(CommandText.quoted(command.out))
        \(run("\"$SLURM_ARRAY_TASK_ID\"", "env/\(command.shards)"))

        """
    }

    private var parallel: String {
        let jobs = command.jobs.map { "--jobs \($0) " } ?? ""
        return """
            #!/usr/bin/env bash
            set -euo pipefail
            mkdir -p \(CommandText.quoted(command.out))
            seq \(command.shards) | parallel \(jobs)--halt soon,fail=1 \\
                \(run("{}", "{}/\(command.shards)"))
            \(merge)

            """
    }
}
