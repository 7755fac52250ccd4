/// The exact interval of a share (Clopper and Pearson, 1934): it covers the truth at least as often as
/// it says, also for none or all of few.
public enum ProportionInterval {
    /// The interval of `successes` among `trials`. O(trials) for each of a hundred steps.
    public static func exact(
        _ successes: Int, of trials: Int, confidence: Double = 0.95
    ) -> ClosedRange<Double> {
        precondition(trials > 0 && (0...trials).contains(successes), "successes are trials")
        let tail = (1 - confidence) / 2
        let lower = successes == 0 ? 0 : root { atLeast(successes, of: trials, chance: $0) < tail }
        let upper =
            successes == trials
            ? 1 : root { 1 - atLeast(successes + 1, of: trials, chance: $0) > tail }
        return lower...max(lower, upper)
    }

    /// Where a condition that holds for small chances ends.
    private static func root(_ holds: (Double) -> Bool) -> Double {
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The probability of at least so many successes.
    private static func atLeast(_ successes: Int, of trials: Int, chance: Double) -> Double {
        guard chance > 0 else { return successes == 0 ? 1 : 0 }
        guard chance < 1 else { return 1 }
        let odds = ElementaryFunctions.logarithm(chance / (1 - chance))
        var logarithm = Double(trials) * ElementaryFunctions.logarithm(1 - chance)
        var sum = successes == 0 ? ElementaryFunctions.exponential(logarithm) : 0
        for count in 1...trials {
            let ratio = Double(trials - count + 1) / Double(count)
            logarithm += odds + ElementaryFunctions.logarithm(ratio)
            if count >= successes { sum += ElementaryFunctions.exponential(logarithm) }
        }
        return min(1, sum)
    }
}
