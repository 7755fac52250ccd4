/// Numbers as text, the same on every machine and in every locale.
public enum DecimalText {
    /// The shortest decimal text that reads back as exactly the same number; a whole number keeps its
    /// `.0`, so that it still reads as a real.
    public static func shortest(_ value: Double) -> String { value.description }

    /// The number with a fixed count of decimals (at most 15), rounded to nearest, ties to even.
    ///
    /// What is rounded is the shortest text, not the binary value behind it: 0.125 and 0.135 are both
    /// ties, as they look, so that a reader can check the rounding by hand.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        precondition((0...15).contains(decimals), "between 0 and 15 decimals")
        guard value.isFinite else { return value.description }
        var number = Digits(of: value.magnitude)
        number.round(toDecimals: decimals)
        let text = number.text(decimals: decimals)
        let isZero = number.digits.allSatisfy { $0 == 0 }
        return value < 0 && !isZero ? "-" + text : text
    }
}

extension DecimalText {
    /// The number with at most so many decimals (15), rounded as `fixed` does, without needless zeros.
    public static func trimmed(_ value: Double, atMost decimals: Int) -> String {
        var text = fixed(value, decimals: decimals)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}

/// A non-negative decimal number: its digits, and how many of them stand after the point.
private struct Digits {
    var digits: [UInt8]
    var decimals: Int

    /// The digits of the shortest text of a finite number, its exponent resolved.
    init(of value: Double) {
        let text = value.description.split(separator: "e")
        let mantissa = text[0].split(separator: ".")
        let fraction = mantissa.dropFirst().first ?? ""
        let exponent = text.dropFirst().first.flatMap { Int($0) } ?? 0
        digits = (mantissa[0] + fraction).utf8.map { $0 - UInt8(ascii: "0") }
        decimals = fraction.utf8.count - exponent
        pad()
    }

    /// Makes sure that there is a digit before the point, and none is missing before the end.
    private mutating func pad() {
        if decimals < 0 {
            digits += Array(repeating: 0, count: -decimals)
            decimals = 0
        }
        let missing = decimals + 1 - digits.count
        if missing > 0 { digits.insert(contentsOf: Array(repeating: 0, count: missing), at: 0) }
    }

    /// Gives up digits beyond the wanted decimals, rounding half to even.
    mutating func round(toDecimals wanted: Int) {
        let excess = decimals - wanted
        guard excess > 0 else { return }
        let dropped = digits.suffix(excess)
        digits.removeLast(excess)
        decimals = wanted
        let isOdd = (digits.last ?? 0) % 2 == 1
        let half = dropped.first ?? 0
        let isTie = half == 5 && dropped.dropFirst().allSatisfy { $0 == 0 }
        if isTie ? isOdd : half >= 5 { increment() }
    }

    private mutating func increment() {
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
        }
        digits.insert(1, at: 0)
    }

    func text(decimals wanted: Int) -> String {
        let zeros = Array(repeating: UInt8(0), count: Swift.max(0, wanted - decimals))
        let all = (digits + zeros).map { Character(UnicodeScalar($0 + UInt8(ascii: "0"))) }
        let whole = String(all.dropLast(wanted).drop { $0 == "0" })
        let fraction = String(all.suffix(wanted))
        return (whole.isEmpty ? "0" : whole) + (wanted > 0 ? "." + fraction : "")
    }
}
