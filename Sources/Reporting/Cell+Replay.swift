package import Evaluation

extension Cell {
    /// What picks the cell, and no other of its run: `--filter` takes it.
    package var filterText: String {
        let parts = ["corpus=\(corpus.name)", settingsText, "mode=\(mode.rawValue)"]
        return parts.filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// The configuration in the matrix's order, as `--filter` takes it.
    var settingsText: String {
        configuration.map { "\($0.axis)=\($0.value)" }.joined(separator: ",")
    }
}

/// The command line that started a run, and what is made of it.
struct RunCommandText {
    private let words: [String]

    init(_ command: String) { words = command.split(separator: " ").map(String.init) }

    /// The command for one cell of the plan.
    func replaying(_ cell: Cell) -> String {
        wholePlan + " --filter " + ShellWord.quoted(cell.filterText)
    }

    /// The command without what already narrowed its plan, so that one filter is left.
    var wholePlan: String {
        var words = words
        for option in ["--filter", "--shard"] {
            while let index = words.firstIndex(of: option) {
                words.removeSubrange(index..<min(index + 2, words.count))
            }
            words.removeAll { $0.hasPrefix(option + "=") }
        }
        return words.filter { $0 != "--resume" }.joined(separator: " ")
    }

    /// The database the command names, or the default one.
    var database: String {
        for (word, next) in zip(words, words.dropFirst()) where word == "--db" { return next }
        let joined = words.first { $0.hasPrefix("--db=") }
        return joined.map { String($0.dropFirst("--db=".count)) } ?? ".winnow/results.sqlite"
    }
}
