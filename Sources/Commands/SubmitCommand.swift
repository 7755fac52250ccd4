import ArgumentParser
import Evaluation
import Foundation
import Reporting

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
    var out = Places.shards

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
        guard jobs == nil || engine == .parallel else {
            throw ValidationError("--jobs goes with --engine parallel: slurm has its own limits.")
        }
        guard jobs ?? 1 > 0 else { throw ValidationError("--jobs takes a number from 1.") }
    }

    func run() throws {
        guard FileManager.default.fileExists(atPath: matrix) else {
            throw CommandFailure(.inputMissing, "\(matrix): no such file")
        }
        // What no part could do is refused here, once.
        let names = try corpora.map { try CorpusFolder($0).names }
        _ = try Matrix(
            yaml: Array(MatrixFile.text(matrix).utf8), file: matrix, corpora: names,
            check: SettingAxes())
        let script = SubmissionScript(self).text
        if dryRun { return Output.write(script) }
        guard engine == .parallel else {
            throw CommandFailure(
                .usage, "slurm scripts are only printed: add --dry-run and hand it to sbatch")
        }
        guard ChildProcess.path(of: "parallel") != nil else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "GNU parallel is not installed (Debian: parallel); install it, or use --dry-run")
        }
        let ending = try ChildProcess(
            "bash", ["-c", script], environment: ["WINNOW": Installation.executablePath],
            output: .inherited, errors: .inherited
        ).run()
        guard ending.status == 0 else {
            throw CommandFailure(
                ending.status == ExitStatus.interrupted.rawValue
                    ? .interrupted : .invalidEnvironmentOrResults,
                "a part failed (\(ending.words)); the same command goes on")
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

    /// The name without what Slurm, which reads that line by its own rules, could take for more.
    private var jobName: String {
        String(
            name.map { character in
                character.isASCII && (character.isLetter || character.isNumber)
                    || "-_.".contains(character) ? character : "_"
            })
    }

    /// The program, which another one can stand for.
    private let program = "\"${WINNOW:-winnow}\""

    /// The file of a part, or by an asterisk of all of them.
    private func part(_ index: String) -> String {
        "\(file("."))\(index)-of-\(command.shards).sqlite"
    }

    /// The path of a file of the run, quoted, from how its name ends.
    private func file(_ end: String) -> String {
        ShellWord.quoted(command.out + "/" + name + end)
    }

    private func run(_ index: String, _ shard: String) -> String {
        let corpora = command.corpora.map { " --corpora " + ShellWord.quoted($0) } ?? ""
        return program + " run " + ShellWord.quoted(command.matrix) + corpora
            + " --shard \(shard) --db \(part(index)) --quiet"
    }

    private var merge: String {
        program + " merge \(file(".sqlite")) " + part("*")
    }

    private var slurm: String {
        """
        #!/usr/bin/env bash
        #SBATCH --job-name=winnow-\(jobName)
        #SBATCH --array=1-\(command.shards)
        #SBATCH --cpus-per-task=1
        # When all parts are done:
        #   \(merge)
        set -euo pipefail
        mkdir -p -- \(ShellWord.quoted(command.out))
        \(run("\"$SLURM_ARRAY_TASK_ID\"", "env/\(command.shards)"))

        """
    }

    private var parallel: String {
        let jobs = command.jobs.map { "--jobs \($0) " } ?? ""
        return """
            #!/usr/bin/env bash
            set -euo pipefail
            mkdir -p -- \(ShellWord.quoted(command.out))
            # parallel has the shell read its words once more, so it is handed none but numbers.
            part() {
                \(run("\"$1\"", "\"$1\"/\(command.shards)"))
            }
            export -f part
            export PARALLEL_SHELL="$BASH"
            seq \(command.shards) | parallel \(jobs)--halt soon,fail=1 part
            \(merge)

            """
    }
}
