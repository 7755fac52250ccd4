import Reporting

/// Names of runs: when they began, and four digits that tell runs of one second apart.
enum RunName {
    /// Whether a text is such a name, or one that the parts of a run share (`shards-`, a hash).
    static func isOne(_ text: String) -> Bool {
        text.wholeMatch(of: /\d{8}-\d{6}-[0-9a-f]{4}|shards-[0-9a-f]{12}/) != nil
    }

    /// `20261121-081530-3f9c`, in UTC.
    static func make(milliseconds: Int64, salt: UInt64) -> String {
        let digits = UTCTime.text(milliseconds: milliseconds).filter(\.isNumber)
        let mixed = (UInt64(bitPattern: milliseconds) &* 0x9E37_79B9_7F4A_7C15) ^ (salt &* 0x1_0001)
        let suffix = String(mixed >> 24 & 0xFFFF, radix: 16)
        return "\(digits.prefix(8))-\(digits.suffix(6))-"
            + String(repeating: "0", count: 4 - suffix.count) + suffix
    }
}

/// The command line as it could be typed again, without what may be a secret in an address: it is stored
/// with results, and shown in reports.
enum CommandText {
    static var current: String { text(Array(CommandLine.arguments.dropFirst())) }

    private static func text(_ arguments: [String]) -> String {
        (["winnow"] + arguments.map { ShellWord.quoted(withoutSecrets($0)) })
            .joined(separator: " ")
    }

    /// An argument whose addresses have neither a user nor a query nor a fragment.
    private static func withoutSecrets(_ argument: String) -> String {
        argument.replacing(/([A-Za-z][A-Za-z0-9+.\-]*:\/\/)([^\/?#]*)@/) { "\($0.1)…@" }
            .replacing(/([A-Za-z][A-Za-z0-9+.\-]*:\/\/[^?#]*)[?#].*/) { "\($0.1)?…" }
    }
}
