package import ContextPipeline
import Yams

/// A settings file: YAML or JSON, names with values, or groups of them whose names are joined by dots.
package struct SettingsFile: Sendable {
    /// The settings, in the order of the file, each with its line.
    package private(set) var settings: [GivenSetting] = []

    /// Reads the text of a file of that name. Names and values are checked where they are used.
    package init(yaml bytes: [UInt8], file: String) throws(MatrixError) {
        let source = MatrixSource(file: file)
        try read(source.root(of: bytes), source, prefix: "", what: "the settings file")
    }

    private mutating func read(
        _ node: Node, _ source: MatrixSource, prefix: String, what: String
    ) throws(MatrixError) {
        for member in try source.members(node, what) {
            let name = prefix + member.name
            if case .mapping = member.value {
                try read(member.value, source, prefix: name + ".", what: "group \(name)")
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
