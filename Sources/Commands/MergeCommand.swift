import ArgumentParser
import Evaluation
import Results
import Verdicts

/// `winnow merge`: parts of a run, or runs, into one database.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Joins results: the parts of a run, or runs, in one database.",
        discussion: """
            Prints the merged runs with the cells that are there and those that are planned. The order \
            of the parts does not matter, nor that one is merged again. Each is checked first; one that \
            is damaged, or says something else about a cell that is there, is refused, and then nothing \
            of it is taken over.
            """)

    @Argument(help: "The database to merge into, made if it is not there.")
    var out: String

    @Argument(help: "The databases to take over.")
    var parts: [String]

    func validate() throws {
        guard !parts.contains(out) else {
            throw ValidationError("A database cannot be merged into itself.")
        }
    }

    func run() throws {
        // Nothing is made if a part is not there.
        for part in parts { _ = try ResultStore.reading(part) }
        let store = try ResultStore.writing(out)
        var runs: Set<String> = []
        for part in parts {
            let count = try store.merge(part)
            runs.formUnion(count.runs)
            Output.note("winnow: \(part): \(count.added) cells added, \(count.known) known")
        }
        for run in try store.runs() where runs.contains(run.id) {
            let done = try store.completedKeys(run: run.id).count
            // What is decided by a part is decided anew by the whole.
            try store.record(Decision.all(of: store.load(run: run.id)), run: run.id)
            Output.row([run.id, "\(done) of \(run.work.cells) cells"])
        }
    }
}
