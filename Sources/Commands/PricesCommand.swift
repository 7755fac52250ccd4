import ArgumentParser
import Files
import Pricing
import Reporting

/// `winnow prices`: what models cost.
struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices",
        abstract: "Prints what models cost, or makes a newer table.",
        discussion: """
            US dollars per million tokens, with source and date. A price that is \
            not in the table is unknown, never guessed.

            --refresh reads a newer table from a file: LiteLLM's model_prices_and_context_window.json \
            or one of our own, {"version": 1, "prices": [{"model", "input", "output", "cacheWrite", \
            "cacheRead", "contextLimit", "minimumPrefix", "prefixStep", "lifetimeSeconds", "date", \
            "source"}]}, and writes \(Places.prices), which other commands then read.
            """)

    @OptionGroup var option: PriceOption

    @Option(
        help: ArgumentHelp("Make the table of the prices in a file.", valueName: "file"))
    var refresh: String?

    @Option(
        help: ArgumentHelp(
            "Where --refresh writes; \(Places.prices) if not given.", valueName: "file"))
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
        guard !json else { return Output.write(table.text) }
        Output.row(Self.columns)
        for row in table.rows { Output.row(Self.cells(row)) }
    }

    private func write(_ path: String) throws {
        let today = UTCTime.text(milliseconds: Int64(Clocks.millisecondsSince1970())).prefix(10)
        let read = try PriceOption.read(path, date: String(today))
        let out = out ?? Places.prices
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

    private static let columns = [
        "model", "input", "output", "cache write", "cache read", "context", "price rule",
        "shortest prefix", "prefix step", "cache lifetime s", "dearer above", "date", "source",
    ]

    /// A row's cells, with what the price rule says where the row does not.
    private static func cells(_ row: ModelPrice) -> [String] {
        let schedule = PriceSchedule(standardOf: row)
        let rule = schedule.rule
        let isCached = rule.match != .never
        let prefix = [rule.minimum, rule.step, Int(rule.lifetime.components.seconds)].map {
            isCached ? String($0) : "-"
        }
        return [
            row.model, row.input.dollarsPerMillion, row.output.dollarsPerMillion,
            row.cacheWrite?.dollarsPerMillion ?? "-", row.cacheRead?.dollarsPerMillion ?? "-",
            row.contextLimit.map(String.init) ?? "-", rule.name,
        ] + prefix + [
            row.steps.isEmpty ? "-" : row.steps.map(words).joined(separator: "; "), row.date,
            row.source,
        ]
    }

    /// What prompts above a size cost: `200000: 6 in, 22.5 out, 7.5 write, 0.6 read`.
    private static func words(_ step: PriceStep) -> String {
        let prices: [(TokenPrice?, String)] = [
            (step.input, "in"), (step.output, "out"), (step.cacheWrite, "write"),
            (step.cacheRead, "read"),
        ]
        return "\(step.above): "
            + prices.compactMap { price, name in price.map { "\($0.dollarsPerMillion) \(name)" } }
            .joined(separator: ", ")
    }
}

/// Where prices come from: the shipped table, `.winnow/prices.json` over it if there is one, and a file
/// that is named over both.
struct PriceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A table of prices, whose rows stand over the shipped ones; without, \(Places.prices) if there "
                + "is one.", valueName: "file"))
    var prices: String?

    /// The prices. Throws what `CommandFailure` reports, with the file's name.
    func table() throws -> PriceTable {
        guard let path = prices ?? (Paths.isFile(Places.prices) ? Places.prices : nil) else {
            return .shipped
        }
        return PriceTable.shipped.overlaid(with: try Self.read(path, date: "").table)
    }

    /// Reads a table in either format; rows without a date of their own get the one given.
    static func read(_ path: String, date: String) throws -> PriceImport {
        let input = try InputText(path, for: .settings)
        let text = withExtendedLifetime(input) { input.text }
        do throws(PriceError) {
            return try PriceTable.reading(
                text, date: date.isEmpty ? "not dated" : date, source: Paths.name(of: path) ?? path)
        } catch {
            throw CommandFailure(.badData, "\(path): \(error.description)")
        }
    }
}
