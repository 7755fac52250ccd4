import ContextModel
import Evaluation
import Synchronization

/// Counts words between spaces, as if that were a published tokenisation.
struct WordCounter: TokenCounter {
    let name = "words"
    let isExact = true

    func count(_ text: String) -> TokenCount { TokenCount(text.split(separator: " ").count) }
}

/// Estimates that half as many, rounded up, or twice as many words are there.
struct WordEstimate: TokenCounter {
    let name: String
    let isTooLow: Bool
    let isExact = false

    func count(_ text: String) -> TokenCount {
        let words = WordCounter().count(text).value
        return TokenCount(isTooLow ? (words + 1) / 2 : words * 2)
    }
}

extension MeasurementEnvironment {
    /// Words for both exact counters, a low estimate for `characters/4`, a high one for
    /// `characters/3.5`, and no `characters/3.8`; each look at a clock moves it on by some nanoseconds.
    static func words(wallStep: Int = 10, cpuStep: Int = 7) -> MeasurementEnvironment {
        let wall = SteppingClock(step: wallStep)
        let cpu = SteppingClock(step: cpuStep)
        return MeasurementEnvironment(
            counter: { name in
                switch name {
                case "cl100k_base", "o200k_base": WordCounter()
                case "characters/4": WordEstimate(name: name, isTooLow: true)
                case "characters/3.5": WordEstimate(name: name, isTooLow: false)
                default: nil
                }
            }, reference: WordCounter(), hasher: PlainHasher(), wall: wall.read, cpu: cpu.read,
            peakMemory: { 4096 })
    }
}

/// A clock that moves on by one step with each look at it.
final class SteppingClock: Sendable {
    private let looks = Atomic(0)
    private let step: Int

    init(step: Int) { self.step = step }

    @Sendable func read() -> UInt64 {
        UInt64(looks.wrappingAdd(1, ordering: .relaxed).newValue * step)
    }
}
