import Evaluation
import Foundation
import Storage
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

    /// The series of everything together.
    static let total = "all cells"

    /// Runs the program to its end in a folder of its own, and reads what it measured.
    func run(in folder: String, _ metric: Metric) throws -> (sample: ArmSample, record: RunRecord) {
        let folder = folder + "/arm"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let before = NoiseMeter(at: Clocks.wallNanoseconds())
        try start(in: folder)
        let noise = NoiseMeter(at: Clocks.wallNanoseconds()).since(before)
        let record = try ResultStore(readingFrom: folder + "/results.sqlite").load()
        var sample = sample(of: record, metric)
        sample.noise = Noise(
            steal: noise.steal, pressure: noise.pressure, involuntarySwitches: noise.switches)
        return (sample, record)
    }

    private func start(in folder: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments =
            [
                "run", matrix, "--corpora", corpora, "--db", folder + "/results.sqlite",
                "--report", folder + "/report", "--quiet",
            ] + (filter.map { ["--filter", $0] } ?? []) + extra
        let messages = folder + "/messages"
        try Data().write(to: URL(filePath: messages))
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: messages))
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = (try? String(contentsOfFile: messages, encoding: .utf8)) ?? ""
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "an arm failed with status \(process.terminationStatus): "
                    + (text.split(separator: "\n").last.map(String.init) ?? "it said nothing"))
        }
    }

    /// The medians of the repetitions by series, and of everything together.
    private func sample(of record: RunRecord, _ metric: Metric) -> ArmSample {
        var values: [String: [Double]] = [:]
        var outputs: [String: String] = [:]
        for result in record.results {
            let name = series(of: result.cell, in: record)
            for measurement in result.measurements {
                switch (measurement.metric, measurement.value) {
                case (metric, .integer(let value)): values[name, default: []].append(Double(value))
                case (metric, .real(let value)): values[name, default: []].append(value)
                case (.outputHash, .text(let hash)): outputs[name] = hash
                default: break
                }
            }
        }
        var sample = ArmSample(values: values.mapValues(Self.median), outputs: outputs)
        if sample.values.count > 1 {
            let names = sample.values.keys.sorted()
            sample.values[Self.total] = names.reduce(0) { $0 + (sample.values[$1] ?? 0) }
            sample.outputs[Self.total] = names.map { outputs[$0] ?? "" }.joined(separator: " ")
        }
        return sample
    }

    /// Corpus and mode, and what else varies in the matrix.
    private func series(of cell: Cell, in record: RunRecord) -> String {
        let axes = cell.configuration.filter { pair in
            !ignoring.contains(pair.axis)
                && record.results.contains { other in
                    other.cell.configuration.contains {
                        $0.axis == pair.axis && $0.value != pair.value
                    }
                }
        }
        return ([cell.corpus.name, cell.mode.rawValue] + axes.map { "\($0.axis)=\($0.value)" })
            .joined(separator: " ")
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
