internal import StrictJSON

/// Whether what one process keeps on disk is what the next one finds there.
package struct PersistenceCheck: Sendable {
    /// One conversation that two processes managed, the second after the first.
    package struct Trial: Hashable, Sendable {
        /// Where it comes from and how it was managed, for people.
        package var name: String
        /// Summaries that the first process wrote.
        package var written: Int
        /// Summaries that the second process found.
        package var found: Int
        /// Summaries that the second process had to make and write again, and records that it could
        /// not read.
        package var failed: Int
        /// Whether both processes gave the same messages.
        package var isSame: Bool

        /// A trial.
        package init(name: String, written: Int, found: Int, failed: Int, isSame: Bool) {
            self.name = name
            self.written = written
            self.found = found
            self.failed = failed
            self.isSame = isSame
        }

        /// Whether the second process found everything, and nothing else came of it.
        var isFine: Bool { isSame && failed == 0 && found >= written }

        private var words: String {
            "\(written) written, \(found) found, \(failed) made again"
                + (isSame ? "" : ", other messages")
        }

        var line: String { "\(isFine ? "fine" : "WRONG")\t\(name)\t\(words)" }
    }

    private let trials: [Trial]

    /// The check of some trials.
    package init(_ trials: [Trial]) { self.trials = trials }

    /// A line for each trial.
    package var text: String { trials.map { $0.line + "\n" }.joined() }

    /// The verdict; where nothing was kept at all, nothing was checked.
    package var record: VerdictRecord {
        let wrong = trials.filter { !$0.isFine }.map(\.name)
        let written = trials.reduce(0) { $0 + $1.written }
        let count = Figure.count(trials.count, "conversations")
        let found = "\(Figure.count(written)) summaries kept for the next process, \(count)"
        return VerdictRecord(
            wrong.isEmpty ? .unchanged : .worse, isComplete: written > 0,
            headline: wrong.isEmpty ? found : "not found again: \(wrong.joined(separator: ", "))",
            details: [("trials", .array(trials.map { .string($0.line) }))])
    }
}
