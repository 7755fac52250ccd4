import ArgumentParser
import Evaluation
import Foundation
import Reporting
import Statistics
import Storage
import Verdicts

/// `winnow selftest`: how often comparisons err on this machine.
struct SelftestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Says how often comparisons of times err on this machine.",
        discussion: """
            Compares the program with itself N times, as `winnow compare` does: every verdict that it \
            moved is false. Beside it, slowdowns by 5 % and 10 % are planted in the same blocks and \
            have to be found. Prints shares with their 95 % intervals; goes on where it was stopped.
            """)

    @Option(help: "How many comparisons.")
    var aa: Int

    @Option(
        help: "How many series of 60 nights are thrown to see how often noise is called a change.")
    var nights = 200

    @OptionGroup var corporaOption: CorporaOption

    @Option(help: "Which cells of the matrix 'speed' are timed.")
    var filter = "corpus=vision"

    @Option(help: ArgumentHelp("Where finished trials are kept, a line each.", valueName: "file"))
    var log = ".winnow/selftest.tsv"

    @Option(help: ArgumentHelp("The folder the report is written to.", valueName: "dir"))
    var report = ".winnow/report"

    @Flag(help: "No progress bar.")
    var quiet = false

    /// The planted slowdowns.
    static let slowdowns = [0, 0.05, 0.1]

    func validate() throws {
        guard (1...10_000).contains(nights) else {
            throw ValidationError("--nights takes a number from 1 to 10000.")
        }
        guard (1...10_000).contains(aa) else {
            throw ValidationError("--aa takes a number from 1 to 10000.")
        }
    }

    func run() throws {
        var trials = try SelftestLog(path: log)
        let interruption = Interruption()
        var bar = ProgressBar(total: aa, isQuiet: quiet)
        let folder = FileManager.default.temporaryDirectory.path + "/winnow-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        while trials.count < aa {
            bar.show(done: trials.count, doing: "trials")
            guard let verdicts = try trial(trials.count, in: folder, interruption) else {
                throw CommandFailure(
                    .interrupted, "interrupted; finished trials are kept: run the same again")
            }
            try trials.add(verdicts)
        }
        bar.finish()
        let simulations = HistorySimulation.memories.map {
            HistorySimulation(memory: $0, series: nights, nights: 60, seed: 0)
        }
        let text = SelftestReport(
            trials.verdicts, slowdowns: Self.slowdowns, histories: simulations
        ).markdown
        try AtomicFile.write(text, to: report + "/selftest.md")
        Output.write(text)
    }

    /// One comparison for each slowdown, on blocks that they share; a verdict each, every series of a
    /// comparison counted as one.
    private func trial(
        _ number: Int, in folder: String, _ interruption: Interruption
    ) throws -> [Verdict]? {
        let judge = TimingJudge()
        var blocks: [[Block]] = Self.slowdowns.map { _ in [] }
        var verdicts: [Verdict?] = Self.slowdowns.map { _ in nil }
        while verdicts.contains(nil) {
            let waiting = verdicts.indices.filter { verdicts[$0] == nil }
            guard
                let samples = try block(
                    number * 1000 + (blocks.map(\.count).max() ?? 0), waiting, in: folder,
                    interruption)
            else { return nil }
            for arm in waiting {
                guard let base = samples["base"], let again = samples["again"],
                    let head = samples["\(arm)"]
                else { continue }
                blocks[arm].append(Block(base: base, head: head, again: again))
                guard !judge.wantsMore(blocks[arm]) else { continue }
                verdicts[arm] = Self.summary(judge.judgements(blocks[arm]))
            }
        }
        guard Self.slowdowns[0] == 0, let first = verdicts[0], first.isMoved else {
            return verdicts.compactMap { $0 }
        }
        // What seems to have moved without any change has to be shown by a second experiment, too.
        var second: [Block] = []
        while second.count < TimingJudge.looks.blocks[0] {
            let place = number * 1000 + 500 + second.count
            guard let samples = try block(place, [0], in: folder, interruption) else { return nil }
            guard let base = samples["base"], let again = samples["again"],
                let head = samples["0"]
            else { continue }
            second.append(Block(base: base, head: head, again: again))
        }
        let confirmed = zip(judge.judgements(blocks[0]), judge.judgements(second))
            .contains { $0.verdict.isMoved && $0.isConfirmed(by: $1) }
        if !confirmed { verdicts[0] = .inconclusive }
        return verdicts.compactMap { $0 }
    }

    private static func summary(_ judgements: [TimingJudgement]) -> Verdict {
        let verdicts = judgements.map(\.verdict)
        return [.regressed, .improved, .inconclusive, .invalid].first(where: verdicts.contains)
            ?? .equivalent
    }

    private func block(
        _ number: Int, _ slowdowns: [Int], in folder: String, _ interruption: Interruption
    ) throws -> [String: ArmSample]? {
        var generator = SeededGenerator(seed: 0, name: "selftest/\(number / 2)")
        var names = ["base", "again"] + Self.slowdowns.indices.map { "\($0)" }
        generator.shuffle(&names)
        if !number.isMultiple(of: 2) { names.reverse() }
        var samples: [String: ArmSample] = [:]
        for name in names where Int(name).map(slowdowns.contains) ?? true {
            if interruption.isRequested { return nil }
            var arm = ArmProcess(
                executable: Installation.executablePath,
                matrix: try Installation().path(of: "Benchmarks/Matrices/speed.yaml"),
                corpora: try corporaOption.folder(), filter: filter)
            if let index = Int(name), Self.slowdowns[index] > 0 {
                arm.extra = ["--plant-slowdown", "\(Self.slowdowns[index])"]
            }
            samples[name] = try arm.run(in: folder, .cpuTime).sample
        }
        return samples
    }
}

extension Verdict {
    /// Whether something is said to have moved.
    fileprivate var isMoved: Bool { self == .regressed || self == .improved }
}

/// The finished trials, a line of verdicts each.
private struct SelftestLog {
    private let path: String
    private(set) var verdicts: [[Verdict]] = []

    init(path: String) throws {
        self.path = path
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: "\t").map(String.init)
            let all = words.compactMap(Verdict.init)
            guard all.count == SelftestCommand.slowdowns.count, all.count == words.count else {
                throw CommandFailure(
                    .badData, "\(path): '\(line)' is no trial; remove the file to begin anew")
            }
            verdicts.append(all)
        }
    }

    var count: Int { verdicts.count }

    mutating func add(_ trial: [Verdict]) throws {
        verdicts.append(trial)
        let lines = verdicts.map { $0.map(\.rawValue).joined(separator: "\t") + "\n" }
        try AtomicFile.write(lines.joined(), to: path)
    }
}
