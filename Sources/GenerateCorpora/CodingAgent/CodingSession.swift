import Statistics
import StrictJSON

/// One run of a coding agent on an issue: the commands it gives and what they print.
struct CodingSession {
    let repository: Repository
    let issue: Issue
    var draft: TranscriptDraft
    /// The module at fault as it stands now.
    var edited: SourceFile
    /// Whether the fault has been repaired.
    var isFixed = false
    private var readFiles: [Int]

    /// A run that has not begun.
    init(_ repository: Repository, _ draft: TranscriptDraft) {
        self.repository = repository
        var draft = draft
        let issue = Issue(repository, &draft.generator)
        self.issue = issue
        self.draft = draft
        edited = issue.module
        let paths = [issue.module.path, issue.tests.path]
        readFiles = paths.compactMap { path in
            repository.files.firstIndex { $0.path == path }
        }
    }

    /// Works on the issue until the conversation has about so many texts.
    mutating func run(texts: Int, prompt: String?) {
        if let prompt { draft.system(prompt) }
        draft.user(issue.text(repository.root, &draft.generator))
        bash("git checkout -B fix \(slot("commit"))", "Switched to a new branch 'fix'")
        list()
        reproduce()
        while texts > draft.textCount + 12 { explore() }
        readAround()
        repair()
        test()
        bash("git diff", diff)
        bash(
            "rm \(issue.script) && git status --short && git diff --stat",
            " M \(edited.path)\n \(edited.path) | 2 ++\n 1 file changed, 2 insertions(+)")
        draft.assistant(CodingSpeech.grammar.text("done", issue.slots, &draft.generator))
    }

    /// A step of a size as recordings have them.
    private mutating func explore() {
        let size = Self.sizes.draw(&draft.generator, atMost: 5200) * 5 / 2
        switch size {
        case ..<30: lookBriefly()
        case ..<130: lookAtSome(rows: size / 24 + 1)
        default: readOrRun(size)
        }
    }

    private static let sizes = RealShape.of("coding-agent", "tokens of a result")
    static let words = RealShape.of("coding-agent", "tokens of a assistant")

    func slot(_ name: String) -> String { issue.slots[name] ?? "" }

    /// What the agent says beside a call, if anything.
    mutating func thought() -> String? {
        guard draft.generator.chance(62) else { return nil }
        let size = Self.words.draw(&draft.generator, atMost: 400)
        var sentences: [String] = []
        if draft.generator.chance(60), let look = lookElsewhere() { sentences.append(look) }
        for _ in 0...size / 20 {
            let rule = size < 12 ? "check" : "thought"
            let next = CodingSpeech.grammar.text(rule, issue.slots, &draft.generator)
            if !sentences.contains(next) { sentences.append(next) }
        }
        return sentences.joined(separator: " ")
    }

    /// A sentence about a function of a module of interest.
    private mutating func lookElsewhere() -> String? {
        let file = repository.files[fileOfInterest()]
        let function = draft.generator.choose(file.functions)
        guard !function.type.isEmpty else { return nil }
        let slots = [
            "path": file.path, "function": function.name, "class": function.type,
            "line": String(function.lines.lowerBound + 1),
        ]
        return CodingSpeech.grammar.text("look", slots, &draft.generator)
    }

    /// A file to look at: often one that was read before.
    mutating func fileOfInterest() -> Int {
        if draft.generator.chance(60) { return draft.generator.choose(readFiles.suffix(6)) }
        let file = draft.generator.next(below: repository.files.count)
        readFiles.append(file)
        return file
    }

    /// A file's lines as they stand now.
    func lines(_ file: Int) -> [String] {
        let original = repository.files[file]
        return original.path == edited.path ? edited.lines : original.lines
    }

    /// Runs a shell command.
    mutating func bash(_ command: String, _ output: String, saying text: String? = nil) {
        draft.call(
            "bash_execute",
            JSONObject([("command", .string("cd \(repository.root) && \(command)"))]),
            saying: text, result: output)
    }
}
