import ArgumentParser
import Evaluation
import Files
import Foundation
import Reporting
import Statistics
import Verdicts

/// `winnow selftest`: how often comparisons err on this machine.
struct SelftestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Says how often comparisons of times err on this machine.",
        discussion: """
            Compares the program with itself N times, as `winnow compare` does: every verdict that it \
            moved is false. Slowdowns by 5 % and 10 % are injected into the same blocks and \
            have to be found. Prints shares with their 95 % intervals; goes on where it was stopped.
            """)

    @Option(help: "How many comparisons.")
    var aa: Int

    @Option(
        help: "How many series of 60 runs are simulated to see how often noise is called a change.")
    var nights = 200

    @OptionGroup var corporaOption: CorporaOption

    @Option(help: "The matrix that is timed; a single, short series if not given.")
    var matrix: String?

    @Option(help: "How many blocks a comparison has at most.")
    var blocks = TimingJudge.standardBlocks

    @Option(help: ArgumentHelp("Where finished trials are kept, a line each.", valueName: "file"))
    var log = Places.selftest + "/trials.tsv"

    @Option(help: ArgumentHelp("The folder the report is written to.", valueName: "dir"))
    var report = Places.selftest

    @Flag(help: "No progress.")
    var quiet = false

    private static let standardMatrix = "Benchmarks/Matrices/selftest.yaml"

    func validate() throws {
        try CompareCommand.validate(blocks: blocks)
        guard (1...10_000).contains(nights) else {
            throw ValidationError("--nights takes a number from 1 to 10000.")
        }
        guard (1...10_000).contains(aa) else {
            throw ValidationError("--aa takes a number from 1 to 10000.")
        }
    }

    func run() throws {
        var finished = try SelftestLog(path: log)
        let interruption = Interruption()
        let bar = ProgressBar(unit: "trials", total: aa, isQuiet: quiet)
        var trial = try SelftestTrial(
            matrix: try matrix
                ?? Installation().path(of: Self.standardMatrix, or: "--matrix <matrix>"),
            corpora: try corporaOption.folder(), blocks: blocks)
        defer { trial.clear() }
        while finished.trials.count < aa {
            bar.show(done: finished.trials.count, doing: "comparing the program with itself")
            trial.number = finished.trials.count
            guard let outcome = try trial.run(until: interruption) else {
                throw CommandFailure(
                    .interrupted, "interrupted; finished trials are kept: run the same again")
            }
            try finished.add(outcome)
        }
        bar.finish()
        let simulations = HistorySimulation.memories.map {
            HistorySimulation(memory: $0, series: nights, runs: 60, seed: 0)
        }
        let outcome = SelftestReport(
            finished.trials, slowdowns: SelftestTrial.slowdowns, blocks: blocks,
            histories: simulations, command: CommandText.current)
        try ReportFolder(report).write(outcome.files)
        Output.write(outcome.markdown)
    }
}

/// The finished trials, a line each: a verdict for every slowdown, and the noise during the trial.
private struct SelftestLog {
    private let path: String
    private(set) var trials: [SelftestReport.Trial] = []

    init(path: String) throws {
        self.path = path
        guard let text = (try? InputText(path, for: .settings))?.text else { return }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: "\t").map(String.init)
            let verdicts = words.dropLast(2).compactMap(Verdict.init)
            let noise = words.suffix(2).compactMap(Double.init)
            guard verdicts.count == SelftestTrial.slowdowns.count, noise.count == 2,
                words.count == verdicts.count + noise.count
            else {
                throw CommandFailure(
                    .badData, "\(path): '\(line)' is no trial; remove the file to begin anew")
            }
            trials.append(
                SelftestReport.Trial(
                    verdicts: verdicts, noise: Noise(steal: noise[0], pressure: noise[1])))
        }
    }

    mutating func add(_ trial: SelftestReport.Trial) throws {
        trials.append(trial)
        let lines = trials.map { trial in
            (trial.verdicts.map(\.rawValue) + ["\(trial.noise.steal)", "\(trial.noise.pressure)"])
                .joined(separator: "\t") + "\n"
        }
        try AtomicFile.write(lines.joined(), to: path)
    }
}

/// One comparison of the program with itself for each injected slowdown, on blocks that they share.
struct SelftestTrial {
    /// The injected slowdowns; the first is none.
    static let slowdowns = [0, 0.05, 0.1]

    /// Which trial it is: the seed of its orders.
    var number = 0

    private let arm: ArmProcess
    private let judge: TimingJudge
    private let arms: ArmBlock

    /// Trials on a matrix, of so many blocks at most.
    init(matrix: String, corpora: String, blocks: Int) throws {
        arm = ArmProcess(
            executable: Installation.executablePath, matrix: matrix, corpora: corpora)
        judge = TimingJudge(blocks: blocks)
        arms = try ArmBlock(metric: .cpuTime)
    }

    /// A verdict for each slowdown, every series of a comparison counted as one, and the median of what
    /// disturbed the blocks; nil if interrupted.
    func run(until interruption: Interruption) throws -> SelftestReport.Trial? {
        let all = Self.slowdowns.indices
        guard let first = try blocks(for: Set(all), until: interruption, judge.wantsMore) else {
            return nil
        }
        var judgements = first.map(judge.judgements)
        let moved = Set(all.filter { judgements[$0].contains(where: \.verdict.isMoved) })
        guard let second = try blocks(for: moved, until: interruption, judge.wantsMoreToConfirm)
        else { return nil }
        for index in moved {
            judgements[index] = judge.confirmed(judgements[index], by: second[index])
        }
        let noise = first.flatMap { $0.map(\.noise) }
        let medians = [noise.map(\.steal), noise.map(\.pressure)]
            .map { Quantile.interpolated(at: 0.5, of: $0) }
        return SelftestReport.Trial(
            verdicts: judgements.map(Self.summary),
            noise: Noise(steal: medians[0], pressure: medians[1]))
    }

    /// Removes what the arms have written.
    func clear() { arms.clear() }

    /// The blocks of each slowdown: those of some, for as long as they want more.
    private func blocks(
        for slowdowns: Set<Int>, until interruption: Interruption,
        _ wantsMore: ([Block]) -> Bool
    ) throws -> [[Block]]? {
        var blocks = Self.slowdowns.map { _ in [Block]() }
        while true {
            let waiting = slowdowns.filter { wantsMore(blocks[$0]) }
            let done = blocks.map(\.count).max() ?? 0
            guard !waiting.isEmpty else { return blocks }
            let order = BlockOrder.order(
                of: processes(waiting.sorted()), block: done, seed: UInt64(number))
            guard let found = try arms.run(order, until: interruption) else { return nil }
            for index in waiting {
                let block = found.block(base: "base", head: "\(index)", again: "again")
                blocks[index] += block.map { [$0] } ?? []
            }
        }
    }

    private func processes(_ slowdowns: [Int]) -> [(name: String, process: ArmProcess)] {
        [("base", arm), ("again", arm)]
            + slowdowns.map { index in
                var slower = arm
                slower.extra = ["--plant-slowdown", "\(Self.slowdowns[index])"]
                return ("\(index)", slower)
            }
    }

    private static func summary(_ judgements: [TimingJudgement]) -> Verdict {
        let verdicts = judgements.map(\.verdict)
        return [.regressed, .improved, .inconclusive, .invalid].first(where: verdicts.contains)
            ?? .equivalent
    }
}
