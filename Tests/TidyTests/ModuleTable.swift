/// The rows of the module table, read from the text of `Package.swift`.
struct ModuleTable {
    struct Row {
        let layer: Int
        let name: String
        let dependencies: [String]
        /// The text that names products of other packages.
        let packages: String
    }

    let rows: [Row]

    init(manifest: String) {
        let table = manifest.split(separator: "// MARK:")[0]
        rows = table.split(separator: "    Module(").dropFirst().compactMap(Self.row)
    }

    subscript(name: String) -> Row? { rows.first { $0.name == name } }

    /// A row's text is `0, "Name", .kind, on: ["A", "B"], packages: [...]),`.
    private static func row(_ text: Substring) -> Row? {
        // A long row is broken after its parenthesis.
        let start = text.first { !$0.isWhitespace }
        guard let layer = start?.wholeNumberValue else { return nil }
        let beforePackages = String(text).components(before: "packages:")
        let names = beforePackages.split(separator: "\"", omittingEmptySubsequences: false)
            .enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        guard let name = names.first else { return nil }
        return Row(
            layer: layer, name: name, dependencies: Array(names.dropFirst()),
            packages: String(text.dropFirst(beforePackages.count)))
    }

    /// A row and all that it depends on.
    func closure(of name: String) -> [Row] {
        var names: Set = [name]
        // Rows stand below what they depend on.
        for row in rows.reversed() where names.contains(row.name) {
            names.formUnion(row.dependencies)
        }
        return rows.filter { names.contains($0.name) }
    }
}

extension String {
    /// The text before the first occurrence of a word, or all of it.
    fileprivate func components(before word: String) -> String {
        var end = startIndex
        while end < endIndex, !self[end...].hasPrefix(word) { end = index(after: end) }
        return String(self[..<end])
    }
}
