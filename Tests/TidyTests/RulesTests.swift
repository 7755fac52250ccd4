import Testing

@Suite struct RulesTests {
    let repository: Repository

    init() throws { repository = try Repository() }

    /// Words that no source file may hold, and the folders excepted.
    static let banned: [(word: String, except: String)] = [
        ("hashValue", ""), ("Date()", "Sources/Commands/"), ("Task.sleep", ""), ("try" + "!", ""),
        ("fatalError", ""), ("@testable", ""), ("print(", "Sources/Commands/"), ("NSRegular", ""),
        ("as" + "!", ""), ("TODO", ""), ("FIXME", ""),
    ]

    @Test(arguments: banned.map(\.word))
    func `a banned word is not in the sources`(word: String) throws {
        let except = Self.banned.first { $0.word == word }?.except ?? ""
        for path in try repository.files(under: "Sources", ending: ".swift") {
            if !except.isEmpty, path.hasPrefix(except) { continue }
            for (number, line) in try repository.lines(path).enumerated() {
                #expect(!has(line, word), "\(path):\(number + 1) has \(word)")
            }
        }
    }

    @Test func `tests neither sleep nor look inside`() throws {
        for path in try repository.files(under: "Tests", ending: ".swift") {
            if path.hasPrefix("Tests/TidyTests/") { continue }
            let text = try repository.text(path)
            for word in ["@testable", "Task.sleep", "usleep("] {
                #expect(!text.contains(word), "\(path) has \(word)")
            }
        }
    }

    @Test func `no path of a machine is in the repository`() throws {
        let paths = ["/" + "root/", "/" + "home/", "/" + "work/", "/" + "Users/"]
        for folder in ["Sources", "Tests", "Benchmarks"] {
            for path in try repository.files(under: folder) where isText(path) {
                let text = try repository.text(path)
                for machine in paths { #expect(!text.contains(machine), "\(path) has \(machine)") }
            }
        }
    }

    @Test func `a declaration others can see says what it is`() throws {
        for path in try repository.files(under: "Sources", ending: ".swift") {
            let lines = try repository.lines(path)
            for (index, line) in lines.enumerated() where isVisibleDeclaration(line) {
                #expect(isDocumented(lines, index), "\(path):\(index + 1) has no doc comment")
            }
        }
    }

    @Test func `no file is longer than an idea`() throws {
        for folder in ["Sources", "Tests"] {
            for path in try repository.files(under: folder, ending: ".swift") {
                let count = try repository.lines(path).count
                #expect(count <= 500, "\(path) has \(count) lines: split it where the idea splits")
            }
        }
    }

    /// Whether a line has the word, not as the end of a longer name.
    private func has(_ line: String, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound].last
            return !(before?.isLetter ?? false) || !(word.first?.isLetter ?? false)
        }
    }

    private func isText(_ path: String) -> Bool {
        [".swift", ".md", ".yaml", ".py", ".c", ".h", "run", "requirements"]
            .contains { path.hasSuffix($0) }
    }

    private func isVisibleDeclaration(_ line: String) -> Bool {
        let trimmed = line.drop { $0 == " " }
        let isVisible = trimmed.hasPrefix("public ") || trimmed.hasPrefix("package ")
        let kinds = [
            " func ", " struct ", " enum ", " class ", " actor ", " protocol ", " init", " var ",
            " let ", " subscript", " typealias ",
        ]
        return isVisible && !trimmed.contains("import ") && kinds.contains { trimmed.contains($0) }
    }

    /// Whether the lines above a declaration, attributes skipped, end a doc comment.
    private func isDocumented(_ lines: [String], _ index: Int) -> Bool {
        var above = index - 1
        while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        return above >= 0 && lines[above].drop { $0 == " " }.hasPrefix("///")
    }
}
