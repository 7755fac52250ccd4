import Evaluation
import Reporting
import Statistics
import Verdicts

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
