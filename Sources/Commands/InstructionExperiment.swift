import Evaluation
import Foundation
import Verdicts

/// Counts the instructions of two arms, a few processes each.
struct InstructionExperiment {
    /// What is compared with.
    let base: ArmProcess
    /// What is judged.
    let head: ArmProcess

    /// How many processes of each arm there are. One in a dozen executes a percent more than the others,
    /// from beginning to end, so that the least of three counts.
    static let processes = 3

    /// Runs everything, and returns what each arm recorded; nil if it was interrupted. Throws if an arm
    /// fails.
    func run(
        _ bar: ProgressBar, until interruption: Interruption
    ) throws -> (base: RunRecord, head: RunRecord)? {
        let count = try InstructionCount()
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var records: [[RunRecord]] = [[], []]
        for round in 0..<Self.processes {
            for (number, arm) in [base, head].enumerated() {
                bar.show(done: round * 2 + number, doing: "counting instructions")
                // Paths of one length: what a process is told is a part of what it executes.
                let place = folder.path + "/\(round)\(number)"
                let child = try count.child(
                    arm.executable, arm.arguments(in: place) + ["--instructions"], in: place)
                let ending = try InstructionCount.finish(child, until: interruption) { $0.end() }
                if interruption.isRequested { return nil }
                records[number].append(try arm.record(in: place, ending))
            }
        }
        return (
            RunRecord.least(.instructions, of: records[0]),
            RunRecord.least(.instructions, of: records[1])
        )
    }
}
