import ContextModel

/// How a setting reads and writes its value as text.
struct SettingForm: Sendable {
    let range: String
    let read: @Sendable (SettingValues) -> String
    /// Writes a value, or returns false if the text is none in the range.
    let write: @Sendable (String, inout SettingValues) -> Bool
}

extension SettingForm {
    /// Where a value stands among the settings.
    typealias Path<Value> = any WritableKeyPath<SettingValues, Value> & Sendable

    /// One of a few words; further spellings of a word may be given.
    static func choice<Choice>(
        _ path: Path<Choice>, also: [String: Choice] = [:]
    ) -> SettingForm
    where Choice: RawRepresentable & CaseIterable & Equatable & Sendable, Choice.RawValue == String
    {
        let words = Choice.allCases.map { choice in
            let others = also.filter { $0.value == choice }.keys.sorted()
            return others.isEmpty
                ? choice.rawValue : "\(choice.rawValue) (\(others.joined(separator: ", ")))"
        }
        return SettingForm(range: words.joined(separator: ", ")) {
            $0[keyPath: path].rawValue
        } write: { text, values in
            guard let choice = Choice(rawValue: text) ?? also[text] else { return false }
            values[keyPath: path] = choice
            return true
        }
    }

    /// The counter. As the documented switch has it, `true` keeps the counter if it is exact and
    /// `false` is the estimate of the system before.
    static var counter: SettingForm {
        let names = choice(\.configuration.counter, also: ["false": .characters4])
        return SettingForm(range: names.range + "; true is the one it is, if exact") {
            names.read($0)
        } write: { text, values in
            guard text == "true" else { return names.write(text, &values) }
            if !values.configuration.counter.isExact {
                values.configuration.counter = PipelineConfiguration.standard.counter
            }
            return true
        }
    }

    /// `on` or `off`; `true` and `false` mean the same.
    static func toggle(_ path: Path<Bool>) -> SettingForm {
        SettingForm(range: "on (true), off (false)") {
            $0[keyPath: path] ? "on" : "off"
        } write: { text, values in
            guard let isOn = ["on": true, "true": true, "off": false, "false": false][text] else {
                return false
            }
            values[keyPath: path] = isOn
            return true
        }
    }

    /// A name of ours: letters, digits and `. _ : / -`; `none` is the empty one.
    static func label(_ path: Path<String>) -> SettingForm {
        let range = "none, or 1 to 200 letters (a to z), digits and . _ : / -"
        return SettingForm(range: range) {
            $0[keyPath: path].isEmpty ? "none" : $0[keyPath: path]
        } write: { text, values in
            guard (1...200).contains(text.utf8.count), text.utf8.allSatisfy(isOfLabel) else {
                return false
            }
            values[keyPath: path] = text == "none" ? "" : text
            return true
        }
    }

    /// A path of a folder; commas stand between settings where several are named in one text.
    static func path(_ path: Path<String>) -> SettingForm {
        SettingForm(range: "a path of 1 to 1000 bytes without commas and control characters") {
            $0[keyPath: path]
        } write: { text, values in
            let comma = UInt8(ascii: ",")
            guard (1...1_000).contains(text.utf8.count),
                text.utf8.allSatisfy({ $0 >= 0x20 && $0 != comma })
            else { return false }
            values[keyPath: path] = text
            return true
        }
    }

    private static func isOfLabel(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        // Digits, and before and after them: - . / and :
        case UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

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

    /// A share, as a decimal of at most six places; its range in millionths.
    static func share(
        _ path: Path<Share>, in range: ClosedRange<Int>,
        range text: String
    ) -> SettingForm {
        SettingForm(range: text + ", with at most 6 decimal places") {
            $0[keyPath: path].decimal
        } write: { text, values in
            guard let share = Share(decimal: text), range.contains(share.millionths) else {
                return false
            }
            values[keyPath: path] = share
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
