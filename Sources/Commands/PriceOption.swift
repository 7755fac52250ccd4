import ArgumentParser
import Pricing

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
