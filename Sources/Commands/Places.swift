/// Where results are put if the command line does not say: everything below one folder, which git ignores.
///
/// There is one database for all runs, so that a run can be told from the one before it, and a claim be
/// judged by several; a report has a folder of its own.
enum Places {
    /// The database of all results.
    static let results = ".winnow/results.sqlite"
    /// The history of nightly runs, as `Benchmarks/nightly` keeps it.
    static let nightly = ".winnow/nightly"
    /// A history that was made by hand.
    static let history = ".winnow/history.sqlite"
    /// The page of an inspected conversation.
    static let inspection = ".winnow/inspect.html"
    /// Compressed conversations between calls.
    static let conversations = ".winnow/conversations"
    /// Public recordings that were fetched.
    static let corpora = ".winnow/corpora"
    /// The parts of a run that was divided.
    static let shards = ".winnow/shards"
    /// Prices over the shipped ones: `winnow prices --refresh` writes them, all commands read them.
    static let prices = ".winnow/prices.json"
    /// A link to the folder of the run that was reported last.
    static let latest = runs + "/latest"
    /// The report on claims.
    static let claims = ".winnow/claims"
    /// The report on a comparison.
    static let comparison = ".winnow/comparison"
    /// The trials of the self-test, and the report on them.
    static let selftest = ".winnow/selftest"

    private static let runs = ".winnow/runs"

    /// The folder of a run; no two names have the same. A name may be somebody else's, from a database: what
    /// could lead out of the folder, or stand for another file in it, is written out, byte by byte, as `=2F`.
    static func folder(ofRun name: String) -> String {
        var folder = ""
        for byte in name.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isFirst = folder.isEmpty
            let isPlain =
                scalar.properties.isAlphabetic && scalar.isASCII || "0"..."9" ~= scalar
                || scalar == "-" || scalar == "_" || scalar == "." && !isFirst
            folder += isPlain ? String(scalar) : "=" + hexadecimal(byte)
        }
        // The link to the latest has this name; none other begins with a sign that is not ended.
        if folder.isEmpty || runs + "/" + folder == latest { folder = "=" + folder }
        return runs + "/" + folder
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
