import CondensationChecks
import Testing

/// A slice of what `RandomConversations` checks a hundred thousand of.
@Suite struct RandomCondensationTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `random condensations are right`(_ block: UInt64) async {
        for seed in block * 6..<(block + 1) * 6 {
            let condensation = RandomCondensation(seed: seed)
            let failures = await condensation.failures()
            guard !failures.isEmpty else { continue }
            let (messages, smallest) = await condensation.shrunk()
            Issue.record("seed \(seed): \(smallest), shrunk to \(messages)")
            return
        }
    }
}
