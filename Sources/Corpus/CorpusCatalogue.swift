package import StrictJSON
package import WireFormats

/// Public corpora that can be fetched: where each of their files is at a fixed state, and how to know
/// it again.
package struct CorpusCatalogue: Hashable, Sendable {
    /// One corpus.
    package struct Entry: Hashable, Sendable {
        /// The name, which is that of the folder it is put into.
        package let name: String
        /// Who published it, as `owner/project`.
        package let source: String
        /// The fixed state of the source.
        package let commit: String
        /// The licence, by its SPDX identifier.
        package let licence: String
        /// The files.
        package let files: [File]

        /// How many bytes all files have.
        package var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
    }

    /// One file of a corpus.
    package struct File: Hashable, Sendable {
        /// The path within the corpus's folder.
        package let path: String
        /// Where it is fetched.
        package let address: String
        /// How many bytes it has.
        package let bytes: Int
        /// Its SHA-256, in lower-case hexadecimal digits.
        package let sha256: String
    }

    /// The corpora in the catalogue's order.
    package let entries: [Entry]

    /// Reads a catalogue: `corpora[{name, source, commit, licence, base, files[{path, from, bytes,
    /// sha256}]}]`; a file's address is its corpus's `base` followed by `from`. A path that leads out
    /// of the corpus's folder is refused. O(n).
    package init(_ value: JSONValue) throws(TranscriptError) {
        var entries: [Entry] = []
        try value.requiredObject().forEach(in: "corpora") { (corpus) throws(TranscriptError) in
            let base = try corpus.string("base", "an http or https address") {
                $0.hasPrefix("https://") || $0.hasPrefix("http://")
            }
            var files: [File] = []
            try corpus.forEach(in: "files") { (file) throws(TranscriptError) in
                files.append(try Self.file(file, base: base))
            }
            entries.append(
                Entry(
                    name: try corpus.string("name", "a name without / that begins with no dot") {
                        !$0.contains("/") && Self.staysInside($0)
                    },
                    source: try corpus.string("source"), commit: try corpus.string("commit"),
                    licence: try corpus.string("licence"), files: files))
        }
        self.entries = entries
    }

    private static func file(
        _ file: JSONObject, base: String
    ) throws(TranscriptError) -> File {
        guard let bytes = file["bytes"]?.number?.int, bytes >= 0 else {
            throw TranscriptError(
                "bytes", expected: "a whole number, not negative", found: file["bytes"])
        }
        return File(
            path: try file.string("path", "a relative path whose parts begin with no dot") {
                staysInside($0)
            },
            address: base + (try file.string("from")), bytes: bytes,
            sha256: try file.string("sha256", "64 lower-case hexadecimal digits") { digits in
                digits.utf8.count == 64
                    && digits.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            })
    }

    private static func staysInside(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.utf8.contains(0) && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
    }
}

extension JSONObject {
    /// A string member that must be of a certain form.
    fileprivate func string(
        _ key: String, _ expected: String, where isGood: (String) -> Bool
    ) throws(TranscriptError) -> String {
        let text = try string(key)
        guard isGood(text) else {
            throw TranscriptError(field: key, expected: expected, found: "\"\(text)\"")
        }
        return text
    }
}
