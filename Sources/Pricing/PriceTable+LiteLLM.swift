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
    /// Reads a table in either format: LiteLLM's `model_prices_and_context_window.json`, an object
    /// of objects by model with prices in US dollars per token, or our own. Rows of LiteLLM's get
    /// the date and the source that are given.
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
        guard let step = prices(above: nil) else { return nil }
        var row = ModelPrice(
            model, input: step.input, output: step.output, date: date, source: source)
        row.cacheWrite = step.cacheWrite
        row.cacheRead = step.cacheRead
        for thousands in stepsInThousands {
            guard let step = prices(above: thousands) else { return nil }
            row.steps.append(step)
        }
        row.contextLimit = integer("max_input_tokens") ?? integer("max_tokens")
        row.minimumPrefix = integer("prompt_cache_min_tokens")
        row.rule = rule(row)
        return row
    }

    /// The rule of the provider, where it is one of those that are known and reads have a price.
    private func rule(_ row: ModelPrice) -> PriceRule? {
        guard row.cacheRead != nil else { return nil }
        switch value["litellm_provider"]?.string {
        case "anthropic": return .anthropicFiveMinutes
        case "openai", "azure": return row.cacheWrite == nil ? .openAI : .openAIExplicit
        case "gemini", "vertex_ai-language-models": return .gemini
        case "deepseek": return .deepSeek
        default: return nil
        }
    }

    /// The sizes above which the row states other prices, ascending.
    private var stepsInThousands: [Int] {
        let (start, end) = ("input_cost_per_token_above_", "k_tokens")
        return (value.object?.members ?? []).compactMap { member in
            guard member.key.hasPrefix(start), member.key.hasSuffix(end), !member.value.isNull
            else { return nil }
            let digits = member.key.dropFirst(start.count).dropLast(end.count)
            return Int(digits).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
        }.sorted()
    }

    /// The prices of prompts above a size, or of any; nil if one that is needed is missing, or one
    /// is inexact. A step without a price for an answer leaves it as it is.
    private func prices(above thousands: Int?) -> PriceStep? {
        let end = thousands.map { "_above_\($0)k_tokens" } ?? ""
        let answer = "output_cost_per_token"
        let isStated = value[answer + end]?.number != nil
        guard case .exact(let input) = price("input_cost_per_token" + end),
            case .exact(let output) = price(isStated ? answer + end : answer)
        else { return nil }
        var step = PriceStep(
            above: (thousands ?? 0) * 1_000, input: input, output: output)
        switch price("cache_creation_input_token_cost" + end) {
        // Rows say 0 where writing costs nothing beside reading; it does not make reading free.
        case .exact(let price): step.cacheWrite = price.picodollars == 0 ? nil : price
        case .none: break
        case .inexact: return nil
        }
        switch price("cache_read_input_token_cost" + end) {
        case .exact(let price): step.cacheRead = price
        case .none: break
        case .inexact: return nil
        }
        return step
    }

    /// A positive whole number, which some rows write with a fraction of zero.
    private func integer(_ name: String) -> Int? {
        guard let lexeme = value[name]?.number?.lexeme else { return nil }
        let digits = lexeme.hasSuffix(".0") ? lexeme.dropLast(2) : lexeme[...]
        return Int(digits).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
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
