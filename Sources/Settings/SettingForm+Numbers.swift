import ContextModel

extension SettingForm {
    /// A whole number.
    static func integer(
        _ path: Path<Int>, in range: ClosedRange<Int>,
        unit: String, note: String = ""
    ) -> SettingForm {
        let text =
            "a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)\(note)"
        return SettingForm(range: text) {
            String($0[keyPath: path])
        } write: { text, values in
            guard let number = digits(text), range.contains(number) else { return false }
            values[keyPath: path] = number
            return true
        }
    }

    /// A decimal of at most six places, kept in millionths.
    static func millionths(
        _ path: Path<Int>, in range: ClosedRange<Int>,
        range text: String
    ) -> SettingForm {
        SettingForm(range: text + ", with at most 6 decimal places") {
            Millionths.text($0[keyPath: path])
        } write: { text, values in
            guard let number = Millionths.number(text), range.contains(number) else { return false }
            values[keyPath: path] = number
            return true
        }
    }

    /// A time, in the unit that the documents have it in; another unit may follow the number.
    static func time(
        _ path: Path<Duration>, in range: ClosedRange<Int>, _ unit: TimeUnit
    ) -> SettingForm {
        let text =
            "a time from \(range.lowerBound) to \(range.upperBound) \(unit.name); "
            + "ms or s may follow the number"
        return SettingForm(range: text) {
            String(unit.count(of: $0[keyPath: path]))
        } write: { text, values in
            guard let number = unit.count(in: text), range.contains(number) else { return false }
            values[keyPath: path] = unit.duration(number)
            return true
        }
    }

    /// The number that consists of these digits; nil for any other text.
    fileprivate static func digits(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
    }
}

/// The units that times are documented in.
enum TimeUnit: Int {
    case milliseconds = 1
    case seconds = 1_000

    var name: String { self == .seconds ? "seconds" : "milliseconds" }

    func duration(_ count: Int) -> Duration { .milliseconds(count * rawValue) }

    /// How many whole units a time has.
    func count(of duration: Duration) -> Int {
        Int(duration.wholeMilliseconds) / rawValue
    }

    /// The units that a text means, or nil if it is no whole number of them.
    func count(in text: String) -> Int? {
        let (number, unit): (Substring, TimeUnit) =
            text.hasSuffix("ms")
            ? (text.dropLast(2), .milliseconds)
            : text.hasSuffix("s") ? (text.dropLast(), .seconds) : (text[...], self)
        guard let count = SettingForm.digits(number) else { return nil }
        let (milliseconds, overflows) = count.multipliedReportingOverflow(by: unit.rawValue)
        guard !overflows, milliseconds % rawValue == 0 else { return nil }
        return milliseconds / rawValue
    }
}
