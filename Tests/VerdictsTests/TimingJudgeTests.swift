import Statistics
import Testing
import Verdicts

@Suite struct TimingJudgeTests {
    /// Blocks of one or more series with noise of a relative size; the head is slower by a factor, and
    /// the whole machine drifts.
    private func blocks(
        _ count: Int, seed: UInt64, slower: Double = 1, noise: Double = 0.03, series: Int = 1,
        again: Double = 1
    ) -> [Block] {
        var generator = SeededGenerator(seed: seed, name: "blocks")
        return (0..<count).map { block in
            let drift = 1 + 0.3 * Double(block) / Double(count)
            func sample(_ factor: Double) -> ArmSample {
                var values: [String: Double] = [:]
                for number in 0..<series {
                    values["s\(number)"] =
                        1e8 * drift * factor * (1 + noise * generator.nextNormal())
                }
                return ArmSample(values: values, outputs: values.mapValues { _ in "h" })
            }
            return Block(base: sample(1), head: sample(slower), again: sample(again))
        }
    }

    private let judge = TimingJudge()

    @Test func `a slowdown of five percent is found`() throws {
        for seed in 0..<12 {
            let judgement = try #require(
                judge.judgements(blocks(48, seed: UInt64(seed), slower: 1.05)).first)
            #expect(judgement.verdict == .regressed)
            #expect(judgement.interval?.contains(0) == false)
            #expect(abs((judgement.change ?? 0) - 0.05) < 0.03)
        }
    }

    @Test func `a speedup is an improvement, and for rates the other way round`() {
        let faster = blocks(48, seed: 1, slower: 0.93)
        #expect(judge.judgements(faster).map(\.verdict) == [.improved])
        #expect(TimingJudge(lessIsBetter: false).judgements(faster).map(\.verdict) == [.regressed])
    }

    @Test func `identical code does not move`() {
        var verdicts: [Verdict: Int] = [:]
        for seed in 0..<150 {
            for judgement in judge.judgements(blocks(48, seed: UInt64(seed), series: 2)) {
                verdicts[judgement.verdict, default: 0] += 1
            }
        }
        #expect(verdicts[.regressed, default: 0] + verdicts[.improved, default: 0] <= 1)
        #expect(verdicts[.equivalent, default: 0] > 200)
    }

    @Test func `looking ends when everything is said`() {
        let quiet = blocks(48, seed: 3, slower: 1.1, noise: 0.005)
        #expect(judge.wantsMore(Array(quiet.prefix(23))))
        #expect(!judge.wantsMore(Array(quiet.prefix(24))))
        #expect(judge.judgements(quiet).first?.blocks == 24)
        let noisy = blocks(48, seed: 3, noise: 0.3)
        #expect(judge.wantsMore(Array(noisy.prefix(24))))
        #expect(judge.wantsMore(Array(noisy.prefix(25))))
        #expect(!judge.wantsMore(noisy))
    }

    @Test func `what cannot be told apart says what could have been seen`() throws {
        let judgement = try #require(judge.judgements(blocks(48, seed: 4, noise: 0.2)).first)
        #expect(judgement.verdict == .inconclusive)
        #expect(try #require(judgement.detectable) > 0.05)
        #expect(try #require(judgement.blocksNeeded) > 200)
    }

    @Test func `other outputs, too few blocks and stolen time make it invalid`() {
        var blocks = blocks(24, seed: 5)
        blocks[7].head.outputs["s0"] = "other"
        #expect(judge.judgements(blocks).map(\.verdict) == [.invalid])
        #expect(judge.judgements(blocks).first?.reason == "the outputs differ")
        let tolerant = TimingJudge(comparesOutputs: false)
        #expect(tolerant.judgements(blocks).first?.verdict != .invalid)
        let few = Array(self.blocks(7, seed: 5))
        #expect(judge.judgements(few).map(\.verdict) == [.invalid])
        var stolen = self.blocks(30, seed: 5)
        for index in 0..<25 { stolen[index].noise.steal = 0.4 }
        #expect(judge.judgements(stolen).map(\.verdict) == [.invalid])
        #expect(judge.judgements(stolen).first?.blocks == 5)
    }

    @Test func `spoilt blocks do not go on for ever`() {
        var stolen = blocks(96, seed: 5)
        for index in stolen.indices { stolen[index].noise.steal = 1 }
        #expect(judge.wantsMore(Array(stolen.prefix(95))))
        #expect(!judge.wantsMore(stolen))
    }

    @Test func `a base that differs from itself makes verdicts advisory`() {
        let moved = judge.judgements(blocks(48, seed: 6, slower: 1.05, again: 1.03))
        #expect(moved.first?.isAdvisory == true)
        let quiet = judge.judgements(blocks(48, seed: 6, slower: 1.05, noise: 0.01))
        #expect(quiet.first?.isAdvisory == false)
    }

    @Test func `a second experiment confirms what is there and not what is not`() throws {
        let first = try #require(judge.judgements(blocks(48, seed: 7, slower: 1.06)).first)
        let same = try #require(judge.judgements(blocks(24, seed: 8, slower: 1.06)).first)
        let other = try #require(judge.judgements(blocks(24, seed: 9)).first)
        #expect(first.isConfirmed(by: same))
        #expect(!first.isConfirmed(by: other))
        let blocks = blocks(24, seed: 9)
        #expect(judge.confirmed([first], by: blocks).map(\.verdict) == [.inconclusive])
        #expect(judge.wantsMoreToConfirm(Array(blocks.prefix(23))))
        #expect(!judge.wantsMoreToConfirm(blocks))
    }

    @Test func `one in many series has to move more than one alone`() {
        // A p-value that just crosses the last bound is lost among many series without any effect.
        var many = blocks(48, seed: 10, noise: 0.05, series: 60)
        let alone = blocks(48, seed: 11, slower: 1.03, noise: 0.05)
        for index in many.indices {
            many[index].base.values["s0"] = alone[index].base.values["s0"]
            many[index].head.values["s0"] = alone[index].head.values["s0"]
        }
        let single = judge.judgements(alone)[0]
        let among = judge.judgements(many).first { $0.series == "s0" }
        #expect(single.pValue == among?.pValue)
        #expect(among?.verdict == single.verdict || among?.verdict == .inconclusive)
    }

    @Test func `arms take turns, and every second block is reversed`() {
        let names = ["base", "head", "again"]
        var first: Set<String> = []
        for block in stride(from: 0, to: 40, by: 2) {
            let arms = BlockOrder.order(of: names, block: block, seed: 3)
            #expect(Set(arms) == Set(names))
            #expect(BlockOrder.order(of: names, block: block + 1, seed: 3) == arms.reversed())
            first.insert(arms[0])
        }
        #expect(first == Set(names))
    }
}
