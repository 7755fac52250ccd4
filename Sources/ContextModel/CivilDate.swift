/// A day of the proleptic Gregorian calendar, computed without a calendar library, so that it is the same
/// everywhere (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). Years begin in March there,
/// so that the leap day is a year's last.
package struct CivilDate: Hashable, Sendable {
    /// The year; 0 is the one before 1.
    package let year: Int
    /// The month, from 1.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int

    /// A day; one that its month does not have counts on into the next.
    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day so many days after 1970-01-01, or before it.
    package init(daysSince1970 days: Int) {
        let shifted = days + Self.daysBefore1970
        let era = shifted.floored(by: Self.daysOfEra)
        let dayOfEra = shifted - era * Self.daysOfEra
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// How many days it is after 1970-01-01; negative before.
    package var daysSince1970: Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floored(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * Self.daysOfEra + dayOfEra - Self.daysBefore1970
    }

    /// The calendar repeats after 400 years.
    private static let daysOfEra = 146_097
    /// From 0000-03-01, where an era begins, to 1970-01-01.
    private static let daysBefore1970 = 719_468
}

extension Int {
    /// The quotient, rounded towards what is less.
    fileprivate func floored(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Duration {
    /// Whole milliseconds.
    package var wholeMilliseconds: Int64 { whole(1_000) }

    /// Whole microseconds.
    package var wholeMicroseconds: Int64 { whole(1_000_000) }

    /// Whole nanoseconds.
    package var wholeNanoseconds: Int64 { whole(1_000_000_000) }

    /// Whole units of which a second has so many.
    private func whole(_ units: Int64) -> Int64 {
        let (seconds, attoseconds) = components
        return seconds * units + attoseconds / (1_000_000_000_000_000_000 / units)
    }
}
