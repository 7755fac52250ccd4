import CompressionChecks
import Testing

/// A slice of what `RandomConversations` checks a hundred thousand of.
@Suite struct RandomCompressionTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `random conversations come back, and are counted as sent`(_ block: UInt64) {
        for seed in block * 5..<(block + 1) * 5 {
            let failures = RandomCompression(seed: seed).failures()
            #expect(failures == [], "seed \(seed)")
        }
    }
}
