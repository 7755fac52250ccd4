package import ContextModel
import Files

/// Records that a writer writes one after the other, each replacing the one eight steps before.
///
/// Any record of the series can be made again from its step, so that whoever finds one knows whether it
/// is whole.
package struct ChunkSeries: Sendable {
    /// How many keys there are.
    package static let slots = 8

    /// Tells the series of several writers apart.
    package let seed: Int

    /// The series of a seed.
    package init(seed: Int) { self.seed = seed }

    /// The key that is written in a step.
    package func key(step: Int) -> ContentDigest {
        SHA256Hasher().digest([UInt8]("\(seed) \(step % Self.slots)".utf8))
    }

    /// The record of a step; sizes differ, from a few bytes to several pages.
    package func record(step: Int) -> ChunkRecord {
        let words = "step \(step) of \(seed), "
        let length = (step * 7919 + seed * 104_729) % 900
        var record = ChunkRecord(
            key: key(step: step), summary: String(repeating: words, count: length),
            summaryTokens: TokenCount(length), sourceTokens: TokenCount(step),
            quality: Share(millionths: seed), strategy: String(step),
            condensedAt: .milliseconds(step))
        record.usedAt = .seconds(step)
        return record
    }
}
