package import Evaluation

extension Cell {
    /// What picks the cell, and no other of its run: `--filter` takes it.
    package var filterText: String { "corpus=\(corpus.name)," + filterText(axes: nil) }

    /// What picks the cell among those of its corpus, by the axes that are named; by all if it is nil.
    func filterText(axes: Set<String>?) -> String {
        let own = configuration.filter { axes?.contains($0.axis) ?? true }
        return (own.map(\.text) + ["mode=\(mode.rawValue)"]).joined(separator: ",")
    }

    /// The configuration in the matrix's order, as `--filter` takes it.
    var settingsText: String { configuration.map(\.text).joined(separator: ",") }

    /// The command that shows one of the cell's conversations.
    ///
    /// - Parameters:
    ///   - run: the run that the cell is of.
    ///   - axes: what tells the cell from others; all axes if it is nil.
    ///   - options: further words, such as where the run and its recordings are.
    package func inspectCommand(
        _ conversation: ConversationResult, run: String, axes: Set<String>? = nil,
        options: [String]
    ) -> String {
        let words = [
            "winnow", "inspect", run, corpus.name(of: conversation), "--filter",
            filterText(axes: axes),
        ]
        return (words + options).map(ShellWord.quoted).joined(separator: " ")
    }
}

extension AxisValue {
    fileprivate var text: String { "\(axis)=\(value)" }
}

/// The command line that started a run, and what is made of it.
struct RunCommandText {
    private let words: [String]

    init(_ command: String) { words = ShellWord.words(of: command) }

    /// The command for a part of the plan.
    func replaying(_ filter: String) -> String {
        wholePlan + " --filter " + ShellWord.quoted(filter)
    }

    /// The command without what already narrowed its plan, so that one filter is left, and without the
    /// folder of its report, which another run would write over.
    var wholePlan: String {
        var words = words
        for option in ["--filter", "--shard", "--report"] {
            while let index = words.firstIndex(of: option) {
                words.removeSubrange(index..<min(index + 2, words.count))
            }
            words.removeAll { $0.hasPrefix(option + "=") }
        }
        return words.filter { $0 != "--resume" }.joined(separator: " ")
    }

    /// Whether it runs a part of its matrix only, so that what is varied in the run is not all that tells
    /// a cell from those of the matrix.
    var isNarrowed: Bool { value(of: "--filter") != nil || value(of: "--shard") != nil }

    /// The database the command names, or the default one.
    var database: String { value(of: "--db") ?? ".winnow/results.sqlite" }

    /// The words by which another command finds the recordings; none where they are the shipped ones.
    var corporaWords: [String] {
        value(of: "--corpora").flatMap(ShellWord.meaning).map { ["--corpora", $0] } ?? []
    }

    /// The value of an option as it stands in the line.
    private func value(of option: String) -> String? {
        for (word, next) in zip(words, words.dropFirst()) where word == option { return next }
        return words.first { $0.hasPrefix(option + "=") }
            .map { String($0.dropFirst(option.count + 1)) }
    }
}
