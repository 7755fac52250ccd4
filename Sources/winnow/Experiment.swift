import Evaluation
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
    func run(_ bar: inout ProgressBar, until interruption: Interruption) throws -> Outcome? {
        let arms = ArmBlock(metric: metric)
        defer { arms.clear() }
        var outcome = Outcome()
        while judge.wantsMore(outcome.blocks) {
            let number = outcome.blocks.count
            bar.show(done: number, doing: "blocks")
            guard let found = try arms.run(order(number), until: interruption),
                let block = Self.block(found)
            else { return nil }
            outcome.blocks.append(block)
            outcome.base = outcome.base ?? found.records["base"]
            outcome.head = outcome.head ?? found.records["head"]
        }
        outcome.judgements = judge.judgements(outcome.blocks)
        guard outcome.judgements.contains(where: \.verdict.isMoved) else { return outcome }
        var second: [Block] = []
        while judge.wantsMoreToConfirm(second) {
            let number = outcome.blocks.count + second.count
            bar.show(done: number, doing: "confirming")
            guard let found = try arms.run(order(number), until: interruption),
                let block = Self.block(found)
            else { return nil }
            second.append(block)
        }
        outcome.judgements = judge.confirmed(outcome.judgements, by: second)
        return outcome
    }

    private func order(_ number: Int) -> [(name: String, process: ArmProcess)] {
        let arms = [("base", base), ("head", head), ("again", base)]
        return BlockOrder.order(of: arms, block: number, seed: seed)
    }

    private static func block(_ found: ArmBlock.Outcome) -> Block? {
        found.block(base: "base", head: "head", again: "again")
    }
}
