import Statistics

/// An invented code base: modules with their tests, and where each word occurs.
struct Repository: Sendable {
    let vocabulary: CodeVocabulary
    /// The files, in the order of their paths.
    private(set) var files: [SourceFile] = []
    /// The files that need no content: settings, documents.
    let plain: [String]
    private var places: [String: [Place]] = [:]

    /// A line of a file.
    struct Place: Sendable {
        let file: Int
        let line: Int
    }

    /// The code base of a vocabulary.
    init(_ vocabulary: CodeVocabulary, seed: UInt64) {
        self.vocabulary = vocabulary
        var writer = PythonWriter(
            vocabulary: vocabulary, generator: SeededGenerator(seed: seed, name: vocabulary.package)
        )
        var tests: [SourceFile] = []
        for noun in vocabulary.nouns.sorted() {
            let module = writer.module(noun)
            files.append(module)
            tests.append(writer.tests(of: module, noun: noun))
        }
        files += tests
        let package = "src/\(vocabulary.package)/"
        plain =
            [
                ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
                "docs/conf.py", "docs/index.rst", "docs/usage.rst", "pyproject.toml",
                package + "__init__.py", package + "errors.py", "tests/__init__.py",
                "tests/conftest.py", "tox.ini",
            ]
        for (number, file) in files.enumerated() {
            for (line, text) in file.lines.enumerated() {
                note(text, Place(file: number, line: line))
            }
        }
    }

    private mutating func note(_ text: String, _ place: Place) {
        for word in text.utf8.split(whereSeparator: { !Self.isWord($0) }) where word.count > 5 {
            let word = String(Substring(word))
            if let last = places[word]?.last, last.file == place.file, last.line == place.line {
                continue
            }
            places[word, default: []].append(place)
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Where a word of more than five characters occurs, in the order of files and lines.
    func places(of word: String) -> [Place] { places[word] ?? [] }

    /// The folder the code base is checked out in.
    var root: String { "/srv/checkout/" + vocabulary.package }

    /// All paths, sorted.
    var paths: [String] { (files.map(\.path) + plain).sorted() }
}
