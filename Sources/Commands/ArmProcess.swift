import Evaluation
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
