internal import ContextModel

/// A moment as UTC text, computed without a calendar library so that it is the same everywhere.
package enum UTCTime {
    /// Milliseconds since 1970 as `2025-01-31 23:59:59 UTC`.
    package static func text(milliseconds: Int64) -> String {
        let seconds = floorDivide(milliseconds, 1000)
        let days = floorDivide(seconds, 86_400)
        let second = seconds - days * 86_400
        let civil = CivilDate(daysSince1970: Int(days))
        let date = [pad(civil.year, 4), pad(civil.month, 2), pad(civil.day, 2)]
            .joined(separator: "-")
        let time = [second / 3600, second / 60 % 60, second % 60].map { pad(Int($0), 2) }
        return "\(date) \(time.joined(separator: ":")) UTC"
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
