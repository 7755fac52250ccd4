/// The matrix of a run as it was given: the file as it was written, and the filter of its cells.
///
/// What work it is does not hang on that text, but on what it says: comments, spaces and spellings of
/// the file are no part of `canonicalText`.
package struct MatrixText: Hashable, Sendable {
    /// The YAML text of the file.
    package var yaml: String
    /// The filter of the command line, if there was one.
    package var filter: String?

    /// A file's text with a filter.
    package init(yaml: String, filter: String? = nil) {
        self.yaml = yaml
        self.filter = filter
    }

    /// What the file says; nil if this program cannot read it, as may be with one of another version.
    package var parsed: Matrix? {
        try? Matrix(yaml: Array(yaml.utf8), file: "matrix", corpora: nil, check: SettingAxes())
    }

    /// What decides which cells there are, whatever their order in the file; the text as it is written
    /// if this program cannot read it.
    package func canonicalText(seed: UInt64) -> String {
        (read(seed: seed)?.canonicalText ?? yaml) + canonicalFilter
    }

    /// The same in the order of the file, which decides which part of a run a cell is in.
    package func orderedText(seed: UInt64) -> String {
        (read(seed: seed)?.orderedText ?? yaml) + canonicalFilter
    }

    /// The matrix with the seed of the run, which can be another than the file's.
    private func read(seed: UInt64) -> Matrix? {
        var matrix = parsed
        matrix?.seed = seed
        return matrix
    }

    private var canonicalFilter: String {
        guard let filter else { return "" }
        return "filter=" + ((try? CellFilter(filter).rule.canonicalText) ?? filter) + "\n"
    }
}
