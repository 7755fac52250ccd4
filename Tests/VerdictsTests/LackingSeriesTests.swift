import Testing
import Verdicts

/// Series of times that one arm lacks.
@Suite struct LackingSeriesTests {
    /// Blocks in which each arm has some series.
    private func blocks(base: [String], head: [String]) -> [Block] {
        (0..<24).map { number in
            func sample(_ names: [String]) -> ArmSample {
                let wobble = 1 + 0.001 * Double(number * 7 % 5)
                let pairs = names.map { ($0, 1e9 * wobble) }
                return ArmSample(
                    values: Dictionary(uniqueKeysWithValues: pairs),
                    outputs: Dictionary(uniqueKeysWithValues: names.map { ($0, "h") }))
            }
            return Block(base: sample(base), head: sample(head), again: sample(base))
        }
    }

    @Test func `a series of one arm alone is invalid, whichever arm has it`() {
        let lost = TimingJudge().judgements(blocks(base: ["a", "b"], head: ["a"]))
        #expect(lost.map(\.series) == ["a", "b"])
        #expect(lost.map(\.verdict) == [.equivalent, .invalid])
        #expect(lost[1].reason == "the judged arm has no such series")
        let new = TimingJudge().judgements(blocks(base: ["a"], head: ["a", "b"]))
        #expect(new.map(\.verdict) == [.equivalent, .invalid])
        #expect(new[1].reason == "the base has no such series")
    }

    @Test func `everything together is what all arms have`() {
        var block = blocks(base: ["a", "b", "c"], head: ["a", "b"])[0]
        block.addTotal()
        #expect(block.base.values[Block.total] == 2e9 && block.head.values[Block.total] == 2e9)
        #expect(block.again.outputs[Block.total] == "h h")
        var single = blocks(base: ["a", "b"], head: ["a"])[0]
        single.addTotal()
        #expect(single.base.values[Block.total] == nil)
    }
}
