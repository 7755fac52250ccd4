/// The standard normal distribution, in arithmetic that is the same on every machine.
public enum NormalDistribution {
    /// The probability of a value not above `x`, to 14 decimals (Marsaglia, "Evaluating the
    /// Normal Distribution", 2004).
    public static func cumulative(_ x: Double) -> Double {
        guard x.magnitude < 8.3 else { return x < 0 ? 0 : 1 }
        var sum = x
        var term = x
        var divisor = 1.0
        var previous: Double
        repeat {
            previous = sum
            divisor += 2
            term *= x * x / divisor
            sum += term
        } while sum != previous
        return 0.5 + sum * density(x)
    }

    /// The value that is not exceeded with a probability: infinite for 0 and 1. By bisection.
    public static func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability is from 0 to 1")
        if probability == 0 || probability == 1 {
            return probability == 0 ? -.infinity : .infinity
        }
        var low = -8.3
        var high = 8.3
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { return middle }
            if cumulative(middle) < probability { low = middle } else { high = middle }
        }
    }

    /// e^(−x²/2) / √(2π).
    static func density(_ x: Double) -> Double {
        ElementaryFunctions.exponential(-x * x / 2) / (2 * Double.pi).squareRoot()
    }
}
