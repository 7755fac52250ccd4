import Evaluation
import Foundation
import Statistics
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
    /// A folder that the arms write to, and that nobody else does.
    let folder: String

    /// What came out.
    struct Outcome {
        var blocks: [Block] = []
        var judgements: [TimingJudgement] = []
        /// What the first process of each arm recorded.
        var records: [Arm: RunRecord] = [:]
    }

    /// Runs everything; nil if it was interrupted.
    func run(_ bar: inout ProgressBar, until interruption: Interruption) throws -> Outcome? {
        var outcome = Outcome()
        while judge.wantsMore(outcome.blocks) {
            bar.show(done: outcome.blocks.count, doing: "blocks")
            guard let block = try block(outcome.blocks.count, &outcome, interruption) else {
                return nil
            }
            outcome.blocks.append(block)
        }
        outcome.judgements = judge.judgements(outcome.blocks)
        let moved = outcome.judgements.filter { $0.isMoved }
        guard !moved.isEmpty else { return outcome }
        var second: [Block] = []
        let enough = judge.bounds.looks[0]
        while second.count(where: \.isValid) < enough, second.count < 2 * enough {
            bar.show(done: outcome.blocks.count + second.count, doing: "confirming")
            let number = outcome.blocks.count + second.count
            guard let block = try block(number, &outcome, interruption) else { return nil }
            second.append(block)
        }
        let again = judge.judgements(second)
        for index in outcome.judgements.indices where outcome.judgements[index].isMoved {
            let series = outcome.judgements[index].series
            let other = again.first { $0.series == series }
            if !(other.map(outcome.judgements[index].isConfirmed) ?? false) {
                outcome.judgements[index].retract()
            }
        }
        return outcome
    }

    private func block(
        _ number: Int, _ outcome: inout Outcome, _ interruption: Interruption
    ) throws -> Block? {
        var samples: [Arm: ArmSample] = [:]
        for arm in BlockOrder.arms(ofBlock: number, seed: seed) {
            if interruption.isRequested { return nil }
            let (sample, record) = try (arm == .head ? head : base).run(in: folder, metric)
            samples[arm] = sample
            if number == 0 { outcome.records[arm] = record }
        }
        guard let base = samples[.base], let head = samples[.head], let again = samples[.again]
        else { return nil }
        return Block(base: base, head: head, again: again)
    }
}

extension TimingJudgement {
    /// Whether it is said to have moved.
    var isMoved: Bool { verdict == .regressed || verdict == .improved }
}
