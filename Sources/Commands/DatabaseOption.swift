import ArgumentParser

/// Where results are kept.
struct DatabaseOption: ParsableArguments {
    @Option(help: ArgumentHelp("The results database.", valueName: "file"))
    var db = ".winnow/results.sqlite"
}
