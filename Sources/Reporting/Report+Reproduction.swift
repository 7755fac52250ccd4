internal import Evaluation

extension Report {
    /// The commands that give the same figures again.
    static func reproduction(_ subject: Subject) -> Section? {
        let run = subject.record.description
        let database = database(of: run.command)
        var paragraphs = [
            "The whole run, and its exact results as sorted lines (class D is what must be the "
                + "same anywhere; two dumps are compared with `diff`):",
            Markdown.block(
                "\(run.command)\nwinnow dump --class D --run \(run.id) \(database)", limit: 4096),
        ]
        if let cell = subject.record.results.first?.cell {
            paragraphs += [
                "One cell of it, here the first finished one:",
                Markdown.block(
                    "\(wholePlan(run.command)) --filter \(quoted(filter(cell)))", limit: 4096
                ),
            ]
        }
        if !run.matrix.isEmpty {
            paragraphs += [
                "The matrix \(Markdown.escaped(run.matrixName)):", Markdown.block(run.matrix),
            ]
        }
        return Section("How to reproduce", paragraphs)
    }

    /// What picks a cell, and no other of its run.
    private static func filter(_ cell: Cell) -> String {
        let ends = ["mode=\(cell.mode.rawValue)", "repetition=\(cell.repetition)"]
        let parts = ["corpus=\(cell.corpus.name)", configuration(cell)] + ends
        return parts.filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// The command without what already narrowed its plan, so that one filter is left.
    private static func wholePlan(_ command: String) -> String {
        var words = command.split(separator: " ").map(String.init)
        for option in ["--filter", "--shard"] {
            while let index = words.firstIndex(of: option) {
                words.removeSubrange(index..<min(index + 2, words.count))
            }
            words.removeAll { $0.hasPrefix(option + "=") }
        }
        return words.filter { $0 != "--resume" }.joined(separator: " ")
    }

    /// The database the command names, or the default one.
    private static func database(of command: String) -> String {
        let words = command.split(separator: " ").map(String.init)
        for (word, next) in zip(words, words.dropFirst()) where word == "--db" { return next }
        let joined = words.first { $0.hasPrefix("--db=") }
        return joined.map { String($0.dropFirst("--db=".count)) } ?? ".winnow/results.sqlite"
    }

    /// A word for a shell, in quotes if it has anything but plain characters.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic
                    || "0123456789=,./%_-".unicodeScalars.contains(scalar))
        }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
