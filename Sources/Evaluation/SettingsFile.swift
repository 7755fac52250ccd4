package import Settings
import Yams

/// A settings file: YAML or JSON, names with values, or groups of them whose names are joined by dots.
package struct SettingsFile: Sendable {
    /// The settings, in the order of the file, each with its line.
    package private(set) var settings: [GivenSetting] = []

    /// Reads the text of a file of that name. Names and values are checked where they are used.
    package init(yaml bytes: [UInt8], file: String) throws(MatrixError) {
        let source = MatrixSource(file: file)
        var left = Self.mostEntries
        try read(source.root(of: bytes), source, prefix: "", what: "the settings file", &left)
    }

    /// Many times the settings there are. Aliases of groups, which hold aliases of groups, stand for
    /// any number in a file of a few lines.
    private static let mostEntries = 2_000

    private mutating func read(
        _ node: Node, _ source: MatrixSource, prefix: String, what: String, _ left: inout Int
    ) throws(MatrixError) {
        for member in try source.members(node, what) {
            left -= 1
            guard left >= 0 else {
                throw source.error(
                    member.key,
                    .wrongKind(
                        what: what, expected: "at most \(Self.mostEntries) settings and groups",
                        found: "more than can be read, aliases counted as what they stand for"))
            }
            let name = prefix + member.name
            if case .mapping = member.value {
                try read(member.value, source, prefix: name + ".", what: "group \(name)", &left)
                continue
            }
            let value = try source.line(member.value, "setting \(name)")
            if settings.contains(where: { $0.name == name }) {
                throw source.error(member.key, .duplicate(what: "setting", name: name))
            }
            let line = member.key.mark?.line ?? 1
            settings.append(GivenSetting(name, value, at: .file(source.file, line: line)))
        }
    }
}

extension SettingsFile {
    /// JSON with comments (`//` to the end of the line, `/* … */`) as JSON: spaces stand in their places, so
    /// that lines and columns stay the same.
    package static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
        var json = bytes
        var index = 0
        var isInString = false
        while index < bytes.count {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch (isInString, bytes[index], next) {
            case (true, UInt8(ascii: "\\"), _): index += 2
            case (_, UInt8(ascii: "\""), _):
                isInString.toggle()
                index += 1
            case (false, UInt8(ascii: "/"), UInt8(ascii: "/")):
                index = blank(&json, from: index) { $0 == UInt8(ascii: "\n") } ?? bytes.count
            case (false, UInt8(ascii: "/"), UInt8(ascii: "*")):
                var previous: UInt8 = 0
                let end = blank(&json, from: index) { byte in
                    defer { previous = byte }
                    return previous == UInt8(ascii: "*") && byte == UInt8(ascii: "/")
                }
                if let end { json[end] = UInt8(ascii: " ") }
                index = end.map { $0 + 1 } ?? bytes.count
            default: index += 1
            }
        }
        return json
    }

    /// Puts spaces up to the byte that ends a comment, line ends apart, and returns its place.
    private static func blank(
        _ json: inout [UInt8], from start: Int, until isEnd: (UInt8) -> Bool
    ) -> Int? {
        for index in start..<json.count {
            if isEnd(json[index]) { return index }
            if json[index] != UInt8(ascii: "\n") { json[index] = UInt8(ascii: " ") }
        }
        return nil
    }
}
