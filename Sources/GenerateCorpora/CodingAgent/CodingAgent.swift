import Statistics
import StrictJSON

extension SyntheticCorpus {
    /// Runs of a coding agent on invented code bases.
    static let codingAgent = SyntheticCorpus(
        "coding-agent",
        summary: "A coding agent works on issues of invented code bases with a shell, a reader, a "
            + "search and an editor.",
        making: """
            Eight Python packages of 28 files are written from a grammar over vocabularies. Each \
            conversation invents a fault in one function, writes an issue about it (with \
            traceback, revision, URL and a script), and lets an agent list, search, read, run and \
            edit until the conversation has as many texts as its share of the recordings. Files \
            read twice are the same text, edited in between; searches find what the files hold; \
            test logs change with the fix. Paths, names and the revision of the issue are the \
            arguments of later calls. Every other conversation has a system prompt.
            """
    ) { seed in
        let repositories = CodeVocabulary.all.map { Repository($0, seed: seed) }
        let shape = RealShape.of("coding-agent", "messages")
        return (0..<12).map { number in
            let draft = TranscriptDraft(corpus: "coding-agent", number: number, seed: seed)
            var session = CodingSession(repositories[number % repositories.count], draft)
            let prompt = number % 2 == 0 ? CodingSpeech.prompt : nil
            session.run(texts: shape.stratum(number * 5 % 12, of: 12), prompt: prompt)
            session.draft.tools = Self.codingTools
            return session.draft
        }
    }

    private static let codingTools = [
        JSONValue.tool(
            "bash_execute", "Run a command in a new shell and return what it printed.",
            [("command", "string", "The command line.")]),
        .tool(
            "read_text_file", "Show lines of a file with their numbers.",
            [
                ("filePath", "string", "The absolute path."),
                ("offset", "integer", "The first line, from 1."),
                ("limit", "integer", "How many lines."),
            ]),
        .tool(
            "grep_search", "Search the files of a folder.",
            [
                ("pattern", "string", "A word or regular expression."),
                ("path", "string", "The folder."),
            ]),
        .tool(
            "edit_file", "Replace text that occurs exactly once.",
            [
                ("filePath", "string", "The absolute path."),
                ("old_string", "string", "The text to replace."),
                ("new_string", "string", "What replaces it."),
            ]),
        .tool(
            "write_file", "Create or overwrite a file.",
            [
                ("filePath", "string", "The absolute path."),
                ("content", "string", "The whole text."),
            ]),
    ]
}

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
