internal import ContextModel

/// Reads the points in time that recordings carry.
enum Timestamp {
    /// Milliseconds since 1970 of `2025-04-30T16:32:54.707`, with `T` or a space, any number of
    /// fraction digits and an optional `Z` or offset; without an offset the time is taken as UTC.
    /// Nil for anything else.
    static func milliseconds(_ text: String) -> Int64? {
        var digits = DigitReader(text)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2),
            digits.skip("-"), let day = digits.number(2), digits.skip("T") || digits.skip(" "),
            let hour = digits.number(2), digits.skip(":"), let minute = digits.number(2),
            digits.skip(":"), let second = digits.number(2),
            (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let fraction = digits.skip(".") ? digits.thousandths() : 0
        guard let offset = digits.offsetMinutes(), digits.isAtEnd else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let minutes = days * 1440 + hour * 60 + minute - offset
        return Int64((minutes * 60 + second) * 1000 + fraction)
    }
}

/// Takes numbers and separators off the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ separator: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(separator.value) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digit() -> Int? {
        guard let byte = rest.first, (48...57).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte) - 48
    }

    mutating func number(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let next = digit() else { return nil }
            value = value * 10 + next
        }
        return value
    }

    /// The digits of a fraction, cut to three.
    mutating func thousandths() -> Int {
        var value = 0
        var weight = 100
        while let next = digit() {
            value += next * weight
            weight /= 10
        }
        return value
    }

    /// Minutes east of Greenwich: 0 for `Z` or nothing, nil for an unreadable offset.
    mutating func offsetMinutes() -> Int? {
        if skip("Z") || isAtEnd { return 0 }
        let isWest = skip("-")
        guard isWest || skip("+"), let hours = number(2) else { return nil }
        _ = skip(":")
        guard let minutes = number(2) else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
}
