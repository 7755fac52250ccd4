internal import WireFormats

/// Which files of a folder belong to which corpus: each direct subfolder is a corpus, and its files
/// are taken at any depth.
///
/// A folder of sessions with folders beside them that belong to them (a project of Claude Code) is one
/// corpus itself, too, whatever is below it.
///
/// Hidden files and files that tell about a corpus (LICENSE, NOTICE, README, manifest, SHA256SUMS,
/// with any extension) belong to none. A folder without subfolders is one corpus itself, with an empty name.
package struct CorpusListing: Hashable, Sendable {
    /// One corpus: a name and the files of it.
    package struct Corpus: Hashable, Sendable {
        /// The name of the subfolder.
        package let name: String
        /// The files' paths relative to the listed folder, in the order of their bytes.
        package let files: [String]
    }

    /// The corpora, in the order of their names' bytes.
    package let corpora: [Corpus]
    /// Files beside the subfolders, which belong to no corpus; to be reported.
    package let outside: [String]

    /// The listing of a folder, from the paths of all files below it, relative to it, with `/`.
    package init(paths: [String]) {
        let files = paths.filter(Self.isContent).sorted(by: Self.precedes)
        let inside = files.filter { $0.contains("/") }
        if inside.isEmpty || Self.isProject(files) {
            corpora = files.isEmpty ? [] : [Corpus(name: "", files: files)]
            outside = []
            return
        }
        var corpora: [Corpus] = []
        let groups = Dictionary(grouping: inside) { String($0.prefix { $0 != "/" }) }
        for name in groups.keys.sorted(by: Self.precedes) {
            corpora.append(Corpus(name: name, files: groups[name] ?? []))
        }
        self.corpora = corpora
        outside = files.filter { !$0.contains("/") }
    }

    /// The listing of one file, which is a corpus itself, whatever it is called.
    package init(file: String) {
        corpora = [Corpus(name: "", files: [file])]
        outside = []
    }

    /// Whether the files beside the subfolders are sessions, named by an identifier: then the subfolders
    /// are theirs.
    private static func isProject(_ files: [String]) -> Bool {
        files.contains { file in
            !file.contains("/") && file.hasSuffix(".jsonl")
                && SessionFolder.isIdentifier(file.dropLast(".jsonl".count))
        }
    }

    /// Whether a path is a file that could hold transcripts.
    private static func isContent(_ path: String) -> Bool {
        let components = path.split(separator: "/")
        guard let name = components.last, !components.contains(where: { $0.hasPrefix(".") }) else {
            return false
        }
        let word = name.prefix { $0 != "." && $0 != "-" }.uppercased()
        return !["LICENSE", "LICENCE", "NOTICE", "README", "MANIFEST", "SHA256SUMS"].contains(word)
    }

    /// The order of the UTF-8 bytes, which is the same in every locale.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
