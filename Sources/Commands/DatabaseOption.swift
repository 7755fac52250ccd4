import ArgumentParser

/// Where results are kept.
struct DatabaseOption: ParsableArguments {
    /// The database of all results, where none is named.
    static let standard = ".winnow/results.sqlite"

    @Option(help: ArgumentHelp("The results database.", valueName: "file"))
    var db = standard
}
