/// A moment as UTC text, computed without a calendar library so that it is the same everywhere.
package enum UTCTime {
    /// Milliseconds since 1970 as `2025-01-31 23:59:59 UTC`.
    package static func text(milliseconds: Int64) -> String {
        let seconds = floorDivide(milliseconds, 1000)
        let days = floorDivide(seconds, 86_400)
        let second = seconds - days * 86_400
        let (year, month, day) = civil(fromDays: days)
        let date = [pad(year, 4), pad(month, 2), pad(day, 2)].joined(separator: "-")
        let time = [second / 3600, second / 60 % 60, second % 60].map { pad($0, 2) }
        return "\(date) \(time.joined(separator: ":")) UTC"
    }

    /// The proleptic Gregorian date of a day counted from 1970-01-01 (Howard Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms").
    private static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
