import StrictJSON

/// A table made of LiteLLM's, with what could not be taken over.
public struct PriceImport: Hashable, Sendable {
    /// The table.
    public let table: PriceTable
    /// Models without a price per token: pictures, sound, the sample that explains the format.
    public internal(set) var withoutPrice = 0
    /// Models whose prices are no whole picodollars or out of range, by name.
    public internal(set) var inexact: [String] = []
}

extension PriceTable {
    /// Reads a table in either format: LiteLLM's `model_prices_and_context_window.json`, an object of
    /// objects by model with prices in US dollars per token, or our own. Rows of LiteLLM's get the date
    /// and the source that are given.
    public static func reading(
        _ text: String, date: String, source: String
    ) throws(PriceError) -> PriceImport {
        let value = try value(of: text)
        if value["prices"] != nil { return PriceImport(table: try PriceTable(value)) }
        guard let object = value.object else {
            throw .invalid(
                path: "", expected: "an object of models, or of version and prices",
                found: value.excerpt)
        }
        var rows: [ModelPrice] = []
        var withoutPrice = 0
        var inexact: [String] = []
        for member in object.members {
            guard member.value.object != nil else {
                throw .invalid(
                    path: member.key, expected: "an object", found: member.value.excerpt)
            }
            let reader = LiteLLMRow(member.value)
            guard reader.hasPrice, member.key != "sample_spec" else {
                withoutPrice += 1
                continue
            }
            guard let row = reader.row(member.key, date: date, source: source) else {
                inexact.append(member.key)
                continue
            }
            rows.append(row)
        }
        guard !rows.isEmpty else {
            throw .invalid(
                path: "", expected: "a model with input_cost_per_token and output_cost_per_token",
                found: "none")
        }
        return PriceImport(
            table: PriceTable(rows), withoutPrice: withoutPrice, inexact: inexact)
    }
}

/// One model of LiteLLM's table.
private struct LiteLLMRow {
    private let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    var hasPrice: Bool {
        value["input_cost_per_token"]?.number != nil
            && value["output_cost_per_token"]?.number != nil
    }

    func row(_ model: String, date: String, source: String) -> ModelPrice? {
        guard case .exact(let input) = price("input_cost_per_token"),
            case .exact(let output) = price("output_cost_per_token")
        else { return nil }
        var row = ModelPrice(model, input: input, output: output, date: date, source: source)
        switch price("cache_creation_input_token_cost") {
        case .exact(let price): row.cacheWrite = price
        case .none: break
        case .inexact: return nil
        }
        switch price("cache_read_input_token_cost") {
        case .exact(let price): row.cacheRead = price
        case .none: break
        case .inexact: return nil
        }
        let limit = value["max_input_tokens"] ?? value["max_tokens"]
        row.contextLimit = limit?.number?.int.flatMap {
            (1...1_000_000_000).contains($0) ? $0 : nil
        }
        return row
    }

    private enum Reading {
        case exact(TokenPrice)
        case none
        case inexact
    }

    private func price(_ name: String) -> Reading {
        guard let value = value[name], !value.isNull else { return .none }
        guard let lexeme = value.number?.lexeme,
            let price = TokenPrice(dollarsPerToken: lexeme)
        else { return .inexact }
        return .exact(price)
    }
}
