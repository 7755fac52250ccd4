import ArgumentParser

/// Where results are kept.
struct DatabaseOption: ParsableArguments {
    /// The database of all results, where none is named.
    static let standard = Places.results

    @Option(help: ArgumentHelp("The results database.", valueName: "file"))
    var db = standard

    /// The words that name the same database; none for the standard one.
    var words: [String] { db == Self.standard ? [] : ["--db", db] }
}
