import Evaluation
import Files
import Foundation
import Results
import Verdicts

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
