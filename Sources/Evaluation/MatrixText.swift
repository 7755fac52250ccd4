/// The text that a run keeps of its matrix, for its report: the file as it was written, and the filter of
/// its cells.
///
/// What work it is does not hang on that text, but on what it says: comments, spaces and spellings of
/// the file are no part of `canonicalText`.
package struct MatrixText: Hashable, Sendable {
    /// The YAML text of the file.
    package let yaml: String
    /// The filter of the command line, if there was one.
    package let filter: String?

    /// A file's text with a filter.
    package init(yaml: String, filter: String? = nil) {
        self.yaml = yaml
        self.filter = filter
    }

    /// How the line of the filter begins: as a comment, so that the whole is still YAML.
    private static let mark = "# --filter "

    /// Both as one text, the filter in the last line.
    package var stored: String {
        guard let filter else { return yaml }
        // A file need not end with its line.
        return yaml + (yaml.hasSuffix("\n") ? "" : "\n") + Self.mark + filter + "\n"
    }

    /// The two in a text that was stored.
    package init(stored text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let last = lines.last(where: { !$0.isEmpty }), last.hasPrefix(Self.mark) else {
            self.init(yaml: text)
            return
        }
        self.init(
            yaml: String(text[..<last.startIndex]), filter: String(last.dropFirst(Self.mark.count)))
    }

    /// What decides which cells there are, whatever their order in the file; the text as it is written
    /// if this program cannot read it, as may be with one of another version.
    package func canonicalText(seed: UInt64) -> String {
        read(seed: seed).map { $0.canonicalText + canonicalFilter } ?? stored
    }

    /// The same in the order of the file, which decides which part of a run a cell is in.
    package func orderedText(seed: UInt64) -> String {
        read(seed: seed).map { $0.orderedText + canonicalFilter } ?? stored
    }

    /// The matrix with the seed of the run, which can be another than the file's.
    private func read(seed: UInt64) -> Matrix? {
        var matrix = try? Matrix(
            yaml: Array(yaml.utf8), file: "matrix", corpora: nil, check: SettingAxes())
        matrix?.seed = seed
        return matrix
    }

    private var canonicalFilter: String {
        guard let filter else { return "" }
        return "filter=" + ((try? CellFilter(filter).rule.canonicalText) ?? filter) + "\n"
    }
}
