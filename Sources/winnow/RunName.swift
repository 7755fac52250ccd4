import Foundation

/// Names of runs: when they began, and four digits that tell runs of one second apart.
enum RunName {
    /// `20261121-081530-3f9c`, in UTC.
    static func make(milliseconds: Int64, salt: UInt64) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: date)
        func digits(_ number: Int?, _ count: Int) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let day = digits(parts.year, 4) + digits(parts.month, 2) + digits(parts.day, 2)
        let time = digits(parts.hour, 2) + digits(parts.minute, 2) + digits(parts.second, 2)
        let mixed = (UInt64(bitPattern: milliseconds) &* 0x9E37_79B9_7F4A_7C15) ^ (salt &* 0x1_0001)
        let suffix = String(mixed >> 24 & 0xFFFF, radix: 16)
        return "\(day)-\(time)-" + String(repeating: "0", count: 4 - suffix.count) + suffix
    }
}

/// The command line as it could be typed again.
enum CommandText {
    static var current: String {
        (["winnow"] + CommandLine.arguments.dropFirst().map(quoted)).joined(separator: " ")
    }

    private static func quoted(_ argument: String) -> String {
        let isPlain =
            !argument.isEmpty
            && argument.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || "-_./=,%:+@".utf8.contains(byte) || byte >= 0x80
            }
        return isPlain ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
    }
}
