/// The text of a `.env` file, line by line.
///
/// A line is `NAME=VALUE`, `export ` before it or not, or a comment. A value may be in single quotes,
/// which mean what stands in them, or in double quotes, in which `\n`, `\r`, `\t`, `\"` and `\\` stand for
/// a character; without quotes it ends before white space and `#`. Nothing is expanded; no value goes
/// over several lines. Axis names are names, too.
public struct EnvironmentFile: Hashable, Sendable {
    /// A line that is not empty.
    public struct Line: Hashable, Sendable {
        /// The number of the line, from 1.
        public let number: Int
        /// What stands there.
        public let content: Content
    }

    /// What a line can be.
    public enum Content: Hashable, Sendable {
        /// A name with a value.
        case assignment(name: String, value: String)
        /// Neither that nor a comment; with what was expected.
        case malformed(expected: String)
    }

    /// The lines that are neither empty nor comments.
    public let lines: [Line]

    /// Reads a text; lines end with LF or CRLF, a byte order mark is passed over. Linear.
    public init(_ text: String) {
        let scalars =
            text.unicodeScalars.first == "\u{FEFF}"
            ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
        let raw = scalars.split(separator: "\n", omittingEmptySubsequences: false)
        lines = raw.enumerated().compactMap { index, line in
            let line = line.last == "\r" ? line.dropLast() : line
            return Self.content(of: line).map { Line(number: index + 1, content: $0) }
        }
    }

    /// The settings of a file of that name; the first line that cannot be read is refused.
    public func settings(named file: String) throws(SettingError) -> [GivenSetting] {
        var settings: [GivenSetting] = []
        for line in lines {
            let source = SettingSource.environmentFile(file, line: line.number)
            switch line.content {
            case .assignment(let name, let value):
                settings.append(GivenSetting(name, value, at: source))
            case .malformed(let expected):
                throw .refused(.malformed(expected: expected), at: source)
            }
        }
        return settings
    }
}

extension EnvironmentFile {
    private typealias Text = Substring.UnicodeScalarView

    private static func content(of line: Text) -> Content? {
        var rest = line.drop(while: isSpace)
        guard let first = rest.first, first != "#" else { return nil }
        let export = rest.prefix(6)
        if export.elementsEqual("export".unicodeScalars), let next = rest.dropFirst(6).first,
            isSpace(next)
        {
            rest = rest.dropFirst(6).drop(while: isSpace)
        }
        let name = rest.prefix(while: isOfName)
        rest = rest[name.endIndex...].drop(while: isSpace)
        guard let initial = name.first, !("0"..."9").contains(initial), rest.first == "=" else {
            return .malformed(
                expected: "NAME=VALUE, the name of letters, digits, _ and ., or a # comment")
        }
        guard let value = value(of: rest.dropFirst().drop(while: isSpace), after: rest) else {
            return .malformed(
                expected: "a value that ends with the quote it begins with, "
                    + "on the same line, and after it nothing or a # comment")
        }
        return .assignment(name: String(name), value: value)
    }

    /// The value that a text begins with; what stands before it tells `=#` from `= #`.
    private static func value(of text: Text, after assignment: Text) -> String? {
        switch text.first {
        case "'", "\"": return quoted(text)
        case "#" where text.startIndex != assignment.dropFirst().startIndex: return ""
        default: return bare(text)
        }
    }

    private static func bare(_ text: Text) -> String {
        var value = String.UnicodeScalarView()
        var spaces = String.UnicodeScalarView()
        for scalar in text {
            if isSpace(scalar) {
                spaces.append(scalar)
            } else if scalar == "#", !spaces.isEmpty {
                break
            } else {
                value.append(contentsOf: spaces)
                value.append(scalar)
                spaces = String.UnicodeScalarView()
            }
        }
        return String(value)
    }

    /// The text within quotes; nil if they do not end, or something but a comment follows.
    private static func quoted(_ text: Text) -> String? {
        guard let quote = text.first else { return nil }
        var value = String.UnicodeScalarView()
        var rest = text.dropFirst()
        while let scalar = rest.popFirst() {
            if scalar == quote { return isNothing(rest) ? String(value) : nil }
            if quote == "\"", scalar == "\\", let meant = rest.first.flatMap({ escapes[$0] }) {
                rest.removeFirst()
                value.append(meant)
            } else {
                value.append(scalar)
            }
        }
        return nil
    }

    /// Whether only white space is left, and a comment after it.
    private static func isNothing(_ rest: Text) -> Bool {
        let tail = rest.drop(while: isSpace)
        return tail.isEmpty || (tail.first == "#" && tail.startIndex != rest.startIndex)
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "r": "\r", "t": "\t", "\"": "\"", "\\": "\\",
    ]

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t"
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".": true
        default: false
        }
    }
}

/// A documented name that sets nothing here, with what it is and what to do about it.
public struct ForeignSetting: Hashable, Sendable {
    /// What such a name can be.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Of the system before; something else replaces it.
        case deprecated
        /// Of the proxy, which is no part of this program yet.
        case proxy
        /// A secret: read where it is needed, never shown.
        case secret
    }

    /// The name in the environment and in `.env` files.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// What to do about it.
    public let advice: String
    /// The document it comes from.
    public let document: String
}

extension ForeignSetting {
    /// All of them. A deprecated name that still works is a setting, too.
    public static let all = [
        ForeignSetting(
            name: "LEGACY_TOKEN_ESTIMATION", kind: .deprecated,
            advice: "replaced by ENABLE_ACCURATE_TOKEN_COUNTING (false estimates as before)",
            document: "003"),
        ForeignSetting(
            name: "FIXED_IMAGE_TOKENS", kind: .deprecated,
            advice: "replaced by ENABLE_DYNAMIC_IMAGE_TOKENS; holds only if that is false",
            document: "003"),
        ForeignSetting(
            name: "SIMPLE_TRUNCATION", kind: .deprecated,
            advice: "replaced by ENABLE_AI_CONDENSATION (false truncates); "
                + "management=legacy truncates as before",
            document: "003"),
        ForeignSetting(
            name: "AUTOTEXT_MODEL", kind: .proxy, advice: proxyAdvice, document: "003"),
        ForeignSetting(
            name: "AUTOVISION_MODEL", kind: .proxy, advice: proxyAdvice, document: "003"),
        ForeignSetting(
            name: "TEXT_ENDPOINT_PREFERENCE", kind: .proxy, advice: proxyAdvice, document: "003"),
        ForeignSetting(
            name: "SERVER_API_KEY", kind: .secret,
            advice: "read by a summariser behind HTTP, never shown", document: "002"),
    ]

    /// The one of that name, if there is one.
    public static subscript(name: String) -> ForeignSetting? { all.first { $0.name == name } }

    private static let proxyAdvice = "chooses the proxy's models; nothing here depends on it"
}
