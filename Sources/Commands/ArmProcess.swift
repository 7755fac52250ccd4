import Evaluation
import Files
import Foundation
import Results
import Statistics
import Verdicts

/// A program with a part of a matrix: what one arm of a comparison runs, again and again.
struct ArmProcess {
    /// The program.
    var executable: String
    /// The path of the matrix.
    var matrix: String
    /// The folder of the corpora.
    var corpora: String
    /// Only these cells; all if nil.
    var filter: String?
    /// Axes in which the arms differ on purpose: no part of a series' name.
    var ignoring: Set<String> = []
    /// Further arguments.
    var extra: [String] = []

    /// The matrix on which settings are compared where none is named.
    static let settingsMatrix = "Benchmarks/Matrices/settings.yaml"
    /// The matrix on which two programs are timed where none is named.
    static let standardMatrix = "Benchmarks/Matrices/speed.yaml"
    /// The matrix whose instructions are counted where none is named.
    static let countedMatrix = "Benchmarks/Matrices/instructions.yaml"

    /// The program as a child that writes to a folder of its own.
    func child(in folder: String) -> ChildProcess {
        ChildProcess(executable, arguments(in: folder), errors: .kept)
    }

    /// The arguments with which the program writes to that folder.
    func arguments(in folder: String) -> [String] {
        [
            "run", matrix, "--corpora", corpora, "--db", Self.database(in: folder), "--report",
            folder + "/report", "--quiet",
        ] + (filter.map { ["--filter", $0] } ?? []) + extra
    }

    /// What a child that has ended recorded in its folder. Throws if it failed.
    func record(in folder: String, _ ending: ChildProcess.Ending) throws -> RunRecord {
        guard ending.status == 0 else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "an arm ended with \(ending.words): "
                    + (ending.lastLine ?? "it said nothing"))
        }
        return try ResultStore.reading(Self.database(in: folder)).load()
    }

    private static func database(in folder: String) -> String { folder + "/results.sqlite" }

    /// The medians of the repetitions by series.
    func sample(of record: RunRecord, _ metric: Metric) -> ArmSample {
        var values: [String: [Double]] = [:]
        var outputs: [String: String] = [:]
        let varied = record.variedAxes.subtracting(ignoring)
        for result in record.results {
            let name = Self.series(of: result.cell, varied)
            for measurement in result.timings.lazy.flatMap(\.measurements)
            where measurement.metric == metric {
                if let value = measurement.value.number {
                    values[name, default: []].append(value)
                }
            }
            for measurement in result.measurements {
                if measurement.metric == .outputHash,
                    case .text(let hash) = measurement.value
                {
                    outputs[name] = hash
                }
            }
        }
        return ArmSample(
            values: values.mapValues { Quantile.interpolated(at: 0.5, of: $0) }, outputs: outputs)
    }

    /// Corpus and mode, and what else varies in the matrix.
    private static func series(of cell: Cell, _ varied: Set<String>) -> String {
        let axes = cell.configuration.filter { varied.contains($0.axis) }
        return ([cell.corpus.name, cell.mode.rawValue] + axes.map { "\($0.axis)=\($0.value)" })
            .joined(separator: " ")
    }
}

extension RunRecord {
    /// The settings that have more than one value among the finished cells.
    fileprivate var variedAxes: Set<String> {
        var first: [String: String] = [:]
        var varied: Set<String> = []
        for pair in results.lazy.flatMap(\.cell.configuration) {
            let value = first[pair.axis] ?? pair.value
            first[pair.axis] = value
            if value != pair.value { varied.insert(pair.axis) }
        }
        return varied
    }
}

/// The arms of one block, a process each, side by side: one of them runs, the others are stopped, and
/// after each turn comes the next.
///
/// CPU time stands still where a process is stopped, so that it can be compared all the same.
struct ArmBlock {
    /// What is measured.
    let metric: Metric
    /// A folder that the arms write to, and that nobody else does; removed by `clear`.
    private let folder: TemporaryFolder

    /// Makes the folder.
    init(metric: Metric) throws {
        self.metric = metric
        folder = try TemporaryFolder()
    }

    /// What came out: of each arm a sample and its record.
    struct Outcome {
        var samples: [String: ArmSample] = [:]
        var records: [String: RunRecord] = [:]
        var noise = Noise()

        /// The block of three arms; nil if one is missing.
        func block(base: String, head: String, again: String) -> Block? {
            guard let base = samples[base], let head = samples[head], let again = samples[again]
            else { return nil }
            var block = Block(base: base, head: head, again: again, noise: noise)
            block.addTotal()
            return block
        }
    }

    /// Runs the arms to their ends, turns in the given order; nil if that was interrupted. Throws if
    /// one fails.
    func run(
        _ arms: [(name: String, process: ArmProcess)], until interruption: Interruption
    ) throws -> Outcome? {
        let folders = try arms.map { try emptyFolder($0.name) }
        let before = NoiseMeter(at: Clocks.wallNanoseconds())
        let children = zip(arms, folders).map { $0.process.child(in: $1) }
        // Nothing goes on, and nothing stays stopped, when this is left by an error.
        defer { for child in children { child.end() } }
        guard try takeTurns(children, interruption) else { return nil }
        var outcome = Outcome()
        for (index, arm) in arms.enumerated() {
            let record = try arm.process.record(in: folders[index], children[index].finish())
            outcome.samples[arm.name] = arm.process.sample(of: record, metric)
            outcome.records[arm.name] = record
        }
        let noise = NoiseMeter(at: Clocks.wallNanoseconds()).since(before)
        outcome.noise = Noise(
            steal: noise.steal, pressure: noise.pressure, involuntarySwitches: noise.switches)
        return outcome
    }

    /// Removes what the arms have written.
    func clear() { folder.remove() }

    private func emptyFolder(_ name: String) throws -> String {
        let path = folder.path + "/" + name
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// Whether all children have come to their ends.
    private func takeTurns(
        _ children: [ChildProcess], _ interruption: Interruption
    ) throws -> Bool {
        for child in children {
            try child.start()
            child.pause()
        }
        while children.contains(where: \.isRunning) {
            for child in children where child.isRunning {
                if interruption.isRequested { return false }
                child.proceed()
                usleep(UInt32(Block.turnMilliseconds * 1000))
                child.pause()
            }
        }
        return true
    }
}
