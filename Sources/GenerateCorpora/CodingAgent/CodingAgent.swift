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
