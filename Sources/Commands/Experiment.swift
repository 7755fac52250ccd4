import Evaluation
import Foundation
import Verdicts

/// Runs blocks of two arms until nothing more can be said, and confirms what was found.
struct Experiment {
    /// What is compared with.
    let base: ArmProcess
    /// What is judged.
    let head: ArmProcess
    let judge: TimingJudge
    let metric: Metric
    let seed: UInt64

    /// What came out.
    struct Outcome {
        var blocks: [Block] = []
        var judgements: [TimingJudgement] = []
        /// What the first process of each arm recorded.
        var base: RunRecord?
        /// The same of the judged arm.
        var head: RunRecord?
    }

    /// Runs everything; nil if it was interrupted.
    func run(_ bar: ProgressBar, until interruption: Interruption) throws -> Outcome? {
        let arms = try ArmBlock(metric: metric)
        defer { arms.clear() }
        var outcome = Outcome()
        let first = try blocks(after: 0, while: judge.wantsMore) { number in
            bar.show(done: number, doing: "timing")
            let found = try arms.run(order(number), until: interruption)
            outcome.base = outcome.base ?? found?.records["base"]
            outcome.head = outcome.head ?? found?.records["head"]
            return found
        }
        guard let first else { return nil }
        outcome.blocks = first
        outcome.judgements = judge.judgements(outcome.blocks)
        guard outcome.judgements.contains(where: \.verdict.isMoved) else { return outcome }
        let second = try blocks(after: first.count, while: judge.wantsMoreToConfirm) { number in
            bar.show(done: number, doing: "confirming")
            return try arms.run(order(number), until: interruption)
        }
        guard let second else { return nil }
        outcome.judgements = judge.confirmed(outcome.judgements, by: second)
        return outcome
    }

    private func order(_ number: Int) -> [(name: String, process: ArmProcess)] {
        let arms = [("base", base), ("head", head), ("again", base)]
        return BlockOrder.order(of: arms, block: number, seed: seed)
    }

    /// Blocks for as long as more are wanted, numbered on from those there were; nil if interrupted.
    private func blocks(
        after start: Int, while wantsMore: ([Block]) -> Bool,
        run: (Int) throws -> ArmBlock.Outcome?
    ) throws -> [Block]? {
        var blocks: [Block] = []
        while wantsMore(blocks) {
            let found = try run(start + blocks.count)
            guard let block = found?.block(base: "base", head: "head", again: "again") else {
                return nil
            }
            blocks.append(block)
        }
        return blocks
    }
}

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
