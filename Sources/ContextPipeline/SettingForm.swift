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

    /// A whole number.
    static func integer(
        _ path: Path<Int>, in range: ClosedRange<Int>,
        unit: String
    ) -> SettingForm {
        let text = "a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"
        return SettingForm(range: text) {
            String($0[keyPath: path])
        } write: { text, values in
            guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(text),
                range.contains(number)
            else { return false }
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
}
