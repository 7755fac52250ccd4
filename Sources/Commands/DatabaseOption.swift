import ArgumentParser
import Foundation
import Results

/// Where results are kept.
struct DatabaseOption: ParsableArguments {
    /// The database of all results, where none is named.
    static let standard = Places.results

    @Option(help: ArgumentHelp("The results database.", valueName: "file"))
    var db = standard

    /// The words that name the same database; none for the standard one.
    var words: [String] { db == Self.standard ? [] : ["--db", db] }
}

/// The database of all nightly runs.
struct HistoryDatabase: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database of all nightly runs; by default the one that Benchmarks/nightly keeps "
                + "(history.sqlite in \(Places.nightly), or in the folder that WINNOW_NIGHTLY names), "
                + "else \(Places.history) if it is there.", valueName: "file"))
    var db: String?

    /// The path of the database; if none is named and none is there, both places are.
    func path() throws -> String {
        if let db { return db }
        let places = [Self.nightly(ProcessInfo.processInfo.environment), Places.history]
        if let found = places.first(where: Paths.exists) { return found }
        throw CommandFailure(
            .inputMissing,
            "there is no history: neither \(places[0]), which `Benchmarks/nightly` makes, nor "
                + "\(places[1]); name the database of all nightly runs with --db")
    }

    /// The same place as `Benchmarks/nightly` takes.
    private static func nightly(_ environment: [String: String]) -> String {
        let folder = environment["WINNOW_NIGHTLY"] ?? ""
        return (folder.isEmpty ? Places.nightly : folder) + "/history.sqlite"
    }
}

extension ResultStore {
    /// Opens a database to read it only, saying if that put right what a killed process left.
    static func reading(_ path: String) throws -> ResultStore {
        try ResultStore(readingFrom: path).noted()
    }

    /// Opens a database to add to it, saying if that put right what a killed process left.
    static func writing(_ path: String) throws -> ResultStore {
        try ResultStore(path: path).noted()
    }

    private func noted() -> ResultStore {
        if wasRecovered {
            Output.note(
                "winnow: \(path): a process was ended in the middle of a change; that change is "
                    + "undone, all before it is there")
        }
        return self
    }
}
