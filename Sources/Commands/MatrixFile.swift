import Evaluation

/// A file of settings as it is read and as it is stored.
struct MatrixFile {
    /// Where it is.
    let path: String
    /// Its text, without a byte order mark.
    let text: String

    /// Reads a file, or the shipped one of a name where none is given; `option` says by what on the
    /// command line it is given.
    init(_ path: String?, standard: String, or option: String) throws {
        self.path = try path ?? Installation().path(of: standard, or: option)
        text = try Self.text(self.path)
    }

    /// The text of a YAML file, without a byte order mark.
    static func text(_ path: String) throws -> String {
        let text = try InputText(path, for: .settings, kept: true).text
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// The matrix, for some corpora.
    func matrix(_ corpora: [String]) throws -> Matrix {
        try Matrix(yaml: Array(text.utf8), file: path, corpora: corpora, check: SettingAxes())
    }
}
