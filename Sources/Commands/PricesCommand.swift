import ArgumentParser
import Pricing
import Reporting
import Storage

/// `winnow prices`: what models cost.
struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices",
        abstract: "Prints what models cost, or makes a newer table.",
        discussion: """
            US dollars per million tokens, with where and when they were looked up. A price that is \
            not in the table is unknown, never guessed.

            --refresh reads a newer table from a file: LiteLLM's model_prices_and_context_window.json \
            or one of our own, {"version": 1, "prices": [{"model", "input", "output", "cacheWrite", \
            "cacheRead", "contextLimit", "minimumPrefix", "prefixStep", "lifetimeSeconds", "date", \
            "source"}]}, and writes \(PriceOption.place), which other commands then read.
            """)

    @OptionGroup var option: PriceOption

    @Option(
        help: ArgumentHelp("Make the table of the prices in a file.", valueName: "file"))
    var refresh: String?

    @Option(
        help: ArgumentHelp(
            "Where --refresh writes; \(PriceOption.place) if not given.", valueName: "file"))
    var out: String?

    @Flag(help: "As JSON, in the format that --prices reads.") var json = false

    func validate() throws {
        if refresh != nil, option.prices != nil || json {
            throw ValidationError("--refresh stands alone, or with --out.")
        }
        if refresh == nil, out != nil { throw ValidationError("--out goes with --refresh.") }
    }

    func run() throws {
        if let refresh { return try write(refresh) }
        let table = try option.table()
        if json { Output.write(table.text) } else { Output.write(Self.text(table)) }
    }

    private func write(_ path: String) throws {
        let today = UTCTime.text(milliseconds: Int64(Clocks.millisecondsSince1970())).prefix(10)
        let read = try PriceOption.read(path, date: String(today))
        let out = out ?? PriceOption.place
        try AtomicFile.write(read.table.text, to: out)
        Output.line("\(read.table.rows.count) prices in \(out)")
        if read.withoutPrice > 0 {
            Output.note("winnow: \(read.withoutPrice) entries without a price per token left out")
        }
        if !read.inexact.isEmpty {
            Output.note(
                "winnow: \(read.inexact.count) models left out whose prices are finer than a "
                    + "millionth of a dollar per million tokens, or out of range: "
                    + read.inexact.prefix(5).joined(separator: ", "))
        }
    }

    private static func text(_ table: PriceTable) -> String {
        let header =
            "model\tinput\toutput\tcache write\tcache read\tcontext\tshortest prefix\tdate\tsource\n"
        return header
            + table.rows.map { row in
                let numbers = [row.contextLimit, row.minimumPrefix].map {
                    $0.map(String.init) ?? "-"
                }
                let prices = [row.cacheWrite, row.cacheRead].map { $0?.dollarsPerMillion ?? "-" }
                let first = [row.model, row.input.dollarsPerMillion, row.output.dollarsPerMillion]
                return (first + prices + numbers + [row.date, row.source])
                    .joined(separator: "\t") + "\n"
            }.joined()
    }
}
