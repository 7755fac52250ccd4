/// Exponential and logarithm in arithmetic that is the same on every machine.
public enum ElementaryFunctions {
    /// e to a power, to 15 digits for powers from −700 to 700; smaller ones give 0.
    public static func exponential(_ power: Double) -> Double {
        guard power > -700 else { return 0 }
        // ln 2 in two parts, the first with few enough bits for an exact product (fdlibm's).
        let twos = (power / ln2).rounded()
        let rest = (power - twos * 0x1.62E4_2FEEp-1) - twos * 0x1.A39E_F357_93C76p-33
        var term = 1.0
        var sum = 1.0
        for order in 1...18 {
            term *= rest / Double(order)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: Int(twos), significand: 1)
    }

    /// The natural logarithm of a positive number, to 15 digits.
    public static func logarithm(_ value: Double) -> Double {
        precondition(value > 0 && value.isFinite, "only positive numbers have a logarithm")
        var exponent = Double(value.exponent)
        var fraction = value.significand
        if fraction > 1.414_213_562_373_095_1 {
            fraction /= 2
            exponent += 1
        }
        // ln f = 2 artanh((f − 1) / (f + 1)), which converges fast for f near 1.
        let ratio = (fraction - 1) / (fraction + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for order in stride(from: 1.0, through: 43, by: 2) {
            sum += power / order
            power *= square
        }
        return exponent * 0x1.62E4_2FEEp-1 + (exponent * 0x1.A39E_F357_93C76p-33 + 2 * sum)
    }

    private static let ln2 = 0.693_147_180_559_945_3
}
