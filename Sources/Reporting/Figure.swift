internal import Statistics

/// Numbers as a reader of the report sees them: with separators, with a unit, never more digits than
/// they are worth.
enum Figure {
    /// A count with commas between thousands.
    static func count(_ value: some BinaryInteger) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + grouped(digits)
    }

    /// A count with its unit, in the singular for one.
    static func count(_ value: some BinaryInteger, _ unit: String) -> String {
        let noun = value == 1 && unit.hasSuffix("s") ? String(unit.dropLast()) : unit
        return count(value) + " " + noun
    }

    /// A number rounded to so many significant digits.
    static func significant(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        let first = digits - 1 - exponent(of: value)
        let rounded = Double(DecimalText.fixed(value, decimals: clamped(first))) ?? value
        let decimals = digits - 1 - exponent(of: rounded == 0 ? value : rounded)
        if decimals < 0 { return count(wholeNumber(value, zeros: -decimals)) }
        let text = DecimalText.fixed(value, decimals: clamped(decimals))
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let sign = text.hasPrefix("-") ? "-" : ""
        let whole = grouped(String(parts[0].drop { $0 == "-" }))
        return sign + whole + parts.dropFirst().map { "." + $0 }.joined()
    }

    /// A share of a whole in percent.
    static func percent(_ share: Double) -> String {
        let value = share * 100
        if value == 0 { return "0 %" }
        let isSmall = value.magnitude < 1
        return (isSmall ? significant(value, 3) : DecimalText.fixed(value, decimals: 1)) + " %"
    }

    /// A share in percent, or a dash where there is no whole.
    static func percent(_ part: Int128, of whole: Int128) -> String {
        whole == 0 ? dash : percent(Double(part) / Double(whole))
    }

    /// The ends of an interval of shares in percent, in brackets after the share; nothing where there is
    /// no interval or it has no width.
    static func ends(of interval: ClosedRange<Double>?) -> String {
        guard let interval, interval.lowerBound < interval.upperBound else { return "" }
        let ends = [interval.lowerBound, interval.upperBound].map { significant($0 * 100, 2) }
        return " (\(ends[0]) to \(ends[1]))"
    }

    /// An amount of money given in nano-dollars, to three digits.
    static func dollars(_ nanodollars: Int128) -> String {
        dollars(Double(nanodollars))
    }

    /// The same of a mean or an end of an interval.
    static func dollars(_ nanodollars: Double) -> String {
        let text = significant(nanodollars.magnitude / 1e9, 3)
        return (nanodollars < 0 ? "-$" : "$") + text
    }

    /// The same with its sign, as a difference.
    static func signedDollars(_ nanodollars: Double) -> String {
        (nanodollars > 0 ? "+" : "") + dollars(nanodollars)
    }

    /// A change as a share in percent, with its sign; a dash for none.
    static func signedPercent(_ change: Double?) -> String {
        guard let change else { return dash }
        return (change > 0 ? "+" : "") + percent(change)
    }

    /// A sum that may be a count: whole numbers in full, others to six digits; a dash for none.
    static func number(_ value: Double?) -> String {
        guard let value else { return dash }
        return value.rounded() == value && value.magnitude < 1e15
            ? count(Int64(value)) : significant(value, 6)
    }

    /// A ratio as a factor; of exact counts to four digits, of timings to three.
    static func factor(_ ratio: Double, isTiming: Bool) -> String {
        ratio == 1 ? "×1" : "×" + significant(ratio, isTiming ? 3 : 4)
    }

    /// A duration given in nanoseconds, to three digits.
    static func duration(_ nanoseconds: Double) -> String {
        let units = [(1e9, "s"), (1e6, "ms"), (1e3, "µs")]
        let unit = units.first { nanoseconds.magnitude >= $0.0 } ?? (1, "ns")
        return significant(nanoseconds / unit.0, 3) + " " + unit.1
    }

    /// A quantile of durations, or why there is none.
    static func duration(_ quantile: QuantileEstimate) -> String {
        quantile.value.map { duration(Double($0)) } ?? quantile.description
    }

    /// An amount of memory in MiB, to three digits.
    static func mebibytes(_ bytes: Int128) -> String {
        significant(Double(bytes) / 1_048_576, 3) + " MiB"
    }

    /// What stands where there is no figure.
    static let dash = "—"

    /// The power of ten of the first digit.
    private static func exponent(of value: Double) -> Int {
        var rest = value.magnitude
        var exponent = 0
        while rest >= 10 {
            rest /= 10
            exponent += 1
        }
        while rest < 1 {
            rest *= 10
            exponent -= 1
        }
        return exponent
    }

    /// A big number as a whole one that ends in so many zeros.
    private static func wholeNumber(_ value: Double, zeros: Int) -> Int128 {
        let power = (0..<zeros).reduce(1.0) { power, _ in power * 10 }
        return Int128((value / power).rounded()) * Int128(power)
    }

    private static func clamped(_ decimals: Int) -> Int { min(max(decimals, 0), 15) }

    private static func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
