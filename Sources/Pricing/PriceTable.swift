internal import ContextModel
public import StrictJSON

/// The prices of models, a row each. A price that is not in the table is unknown, never guessed.
public struct PriceTable: Hashable, Sendable {
    /// The rows, in the order of the models' names.
    public private(set) var rows: [ModelPrice]

    /// A table; of two rows for one model the later holds. O(n log n).
    public init(_ rows: [ModelPrice] = []) {
        self.rows = []
        add(rows)
    }

    /// Puts rows over those there are, model by model. O(n log n).
    public mutating func add(_ others: [ModelPrice]) {
        var byModel: [String: ModelPrice] = [:]
        for row in rows + others { byModel[row.model] = row }
        rows = byModel.values.sorted { $0.model < $1.model }
    }

    /// This table with others' rows over it.
    public func overlaid(with other: PriceTable) -> PriceTable {
        var table = self
        table.add(other.rows)
        return table
    }

    /// The row of a model. O(n).
    public func price(of model: String) throws(PriceError) -> ModelPrice {
        guard let row = rows.first(where: { $0.model == model }) else {
            let names = rows.map(\.model)
            throw .unknownModel(
                model, nearest: NearestName.all(like: model, among: names, atMost: 3))
        }
        return row
    }

    /// What a model's calls cost. O(n).
    public func cost(of usage: TokenUsage, model: String) throws(PriceError) -> Money {
        try price(of: model).cost(of: usage)
    }
}

extension PriceTable {
    /// The prices that ship with the package, as published in November 2026.
    ///
    /// Source: LiteLLM's table of prices (MIT) for prices and limits; the providers' pages on
    /// prompt caching for the rest; steps of gpt-5.4 (512 tokens), gpt-5.6 (1,024) and DeepSeek v4
    /// (128) are those that recorded usage shows. What differs by host (the limit of `qwen3-32b`)
    /// is not stated; `glm-4.6` names no rule, since none is documented. `winnow prices --refresh`
    /// makes a newer table.
    public static let shipped: PriceTable = {
        guard let table = try? PriceTable(parsing: shippedText) else {
            preconditionFailure("the shipped table is a table: a test reads it")
        }
        return table
    }()

    /// The table as text, in the format that users write, too.
    static let shippedText = """
        {"version": 1, "date": "2026-11", "source": "LiteLLM price table (MIT), published", "prices": [
        {"model": "claude-fable-5", "contextLimit": 1000000, "input": 10, "output": 50,
         "cacheWrite": 12.5, "cacheRead": 1, "rule": "anthropic-5m", "minimumPrefix": 512,
         "lifetimeSeconds": 300},
        {"model": "claude-fable-5-1", "contextLimit": 1000000, "input": 10, "output": 50,
         "cacheWrite": 12.5, "cacheRead": 0.25, "rule": "anthropic-5m", "minimumPrefix": 512,
         "lifetimeSeconds": 300},
        {"model": "claude-haiku-4-5", "contextLimit": 200000, "input": 1, "output": 5,
         "cacheWrite": 1.25, "cacheRead": 0.1, "rule": "anthropic-5m", "minimumPrefix": 4096,
         "lifetimeSeconds": 300},
        {"model": "claude-haiku-5-5", "contextLimit": 1000000, "input": 0.1, "output": 0.5,
         "cacheWrite": 0.125, "cacheRead": 0.01, "rule": "anthropic-5m", "minimumPrefix": 512,
         "lifetimeSeconds": 300,
         "above": [{"tokens": 100000, "input": 0.5, "output": 2.5,
          "cacheWrite": 0.625, "cacheRead": 0.05}]},
        {"model": "claude-mythos-5", "contextLimit": 1000000, "input": 10, "output": 50,
         "cacheWrite": 12.5, "cacheRead": 1, "rule": "anthropic-5m", "minimumPrefix": 512,
         "lifetimeSeconds": 300},
        {"model": "claude-mythos-5-1", "contextLimit": 1000000, "input": 10, "output": 50,
         "cacheWrite": 12.5, "cacheRead": 0.25, "rule": "anthropic-5m", "minimumPrefix": 512,
         "lifetimeSeconds": 300},
        {"model": "claude-opus-4-5", "contextLimit": 200000, "input": 5, "output": 25,
         "cacheWrite": 6.25, "cacheRead": 0.5, "rule": "anthropic-5m", "minimumPrefix": 4096,
         "lifetimeSeconds": 300},
        {"model": "claude-opus-4-6", "contextLimit": 1000000, "input": 5, "output": 25,
         "cacheWrite": 6.25, "cacheRead": 0.5, "rule": "anthropic-5m", "minimumPrefix": 4096,
         "lifetimeSeconds": 300},
        {"model": "claude-opus-4-7", "contextLimit": 1000000, "input": 5, "output": 25,
         "cacheWrite": 6.25, "cacheRead": 0.5, "rule": "anthropic-5m", "minimumPrefix": 2048,
         "lifetimeSeconds": 300},
        {"model": "claude-opus-4-8", "contextLimit": 1000000, "input": 5, "output": 25,
         "cacheWrite": 6.25, "cacheRead": 0.5, "rule": "anthropic-5m", "minimumPrefix": 1024,
         "lifetimeSeconds": 300},
        {"model": "claude-opus-5", "contextLimit": 1000000, "input": 5, "output": 25,
         "cacheWrite": 6.25, "cacheRead": 0.5, "rule": "anthropic-5m", "minimumPrefix": 512,
         "lifetimeSeconds": 300},
        {"model": "claude-opus-5-5", "contextLimit": 1000000, "input": 4, "output": 20,
         "cacheWrite": 5, "cacheRead": 0.2, "rule": "anthropic-5m", "minimumPrefix": 512,
         "lifetimeSeconds": 300},
        {"model": "claude-sonnet-4-5", "contextLimit": 200000, "input": 3, "output": 15,
         "cacheWrite": 3.75, "cacheRead": 0.3, "rule": "anthropic-5m", "minimumPrefix": 1024,
         "lifetimeSeconds": 300},
        {"model": "claude-sonnet-4-6", "contextLimit": 1000000, "input": 3, "output": 15,
         "cacheWrite": 3.75, "cacheRead": 0.3, "rule": "anthropic-5m", "minimumPrefix": 1024,
         "lifetimeSeconds": 300},
        {"model": "claude-sonnet-5", "contextLimit": 1000000, "input": 2, "output": 10,
         "cacheWrite": 2.5, "cacheRead": 0.2, "rule": "anthropic-5m", "minimumPrefix": 1024,
         "lifetimeSeconds": 300},
        {"model": "claude-sonnet-5-5", "contextLimit": 1000000, "input": 2, "output": 10,
         "cacheWrite": 2.5, "cacheRead": 0.1, "rule": "anthropic-5m", "minimumPrefix": 512,
         "lifetimeSeconds": 300},
        {"model": "deepseek-chat", "contextLimit": 131072, "input": 0.28, "output": 0.42,
         "cacheRead": 0.028, "rule": "deepseek"},
        {"model": "deepseek-v4-flash", "contextLimit": 1000000, "input": 0.3, "output": 1.2,
         "cacheRead": 0.006, "rule": "deepseek", "prefixStep": 128},
        {"model": "deepseek-v4-pro", "contextLimit": 1000000, "input": 1.32, "output": 3.96,
         "cacheRead": 0.044, "rule": "deepseek", "prefixStep": 128},
        {"model": "gemini-2.5-flash", "contextLimit": 1048576, "input": 0.3, "output": 2.5,
         "cacheRead": 0.03, "rule": "gemini", "minimumPrefix": 1024},
        {"model": "gemini-2.5-pro", "contextLimit": 1048576, "input": 1.25, "output": 10,
         "cacheRead": 0.125, "rule": "gemini", "minimumPrefix": 4096,
         "above": [{"tokens": 200000, "input": 2.5, "output": 15, "cacheRead": 0.25}]},
        {"model": "gemini-3.1-pro-preview", "contextLimit": 1048576, "input": 2, "output": 12,
         "cacheRead": 0.2, "rule": "gemini", "minimumPrefix": 4096,
         "above": [{"tokens": 200000, "input": 4, "output": 18, "cacheRead": 0.4}]},
        {"model": "gemini-3.6-flash", "contextLimit": 1048576, "input": 0.75, "output": 3.75,
         "cacheRead": 0.075, "rule": "gemini", "minimumPrefix": 4096},
        {"model": "gemini-3.7-flash", "contextLimit": 1048576, "input": 0.75, "output": 3.75,
         "cacheRead": 0.075, "rule": "gemini", "minimumPrefix": 4096},
        {"model": "gemini-3.8-flash", "contextLimit": 1048576, "input": 0.75, "output": 3.75,
         "cacheRead": 0.075, "rule": "gemini", "minimumPrefix": 4096},
        {"model": "glm-4.6", "contextLimit": 200000, "input": 0.6, "output": 2.2,
         "cacheRead": 0.11},
        {"model": "gpt-4.1", "contextLimit": 1047576, "input": 2, "output": 8, "cacheRead": 0.5,
         "rule": "openai", "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-4o", "contextLimit": 128000, "input": 2.5, "output": 10,
         "cacheRead": 1.25, "rule": "openai", "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-4o-mini", "contextLimit": 128000, "input": 0.15, "output": 0.6,
         "cacheRead": 0.075, "rule": "openai", "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-5", "contextLimit": 272000, "input": 1.25, "output": 10,
         "cacheRead": 0.125, "rule": "openai", "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-5.1", "contextLimit": 272000, "input": 1.25, "output": 10,
         "cacheRead": 0.125, "rule": "openai", "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-5.4", "contextLimit": 1050000, "input": 2.5, "output": 15,
         "cacheRead": 0.25, "rule": "openai", "minimumPrefix": 1024, "prefixStep": 512,
         "above": [{"tokens": 272000, "input": 5, "output": 22.5, "cacheRead": 0.5}]},
        {"model": "gpt-5.5", "contextLimit": 1050000, "input": 5, "output": 30, "cacheRead": 0.5,
         "rule": "openai", "minimumPrefix": 1024, "prefixStep": 128,
         "above": [{"tokens": 272000, "input": 10, "output": 45, "cacheRead": 1}]},
        {"model": "gpt-5.6-luna", "contextLimit": 922000, "input": 0.2, "output": 1.2,
         "cacheWrite": 0.25, "cacheRead": 0.02, "rule": "openai-explicit", "minimumPrefix": 1024,
         "prefixStep": 1024,
         "above": [{"tokens": 272000, "input": 0.4, "output": 1.8,
          "cacheWrite": 0.5, "cacheRead": 0.04}]},
        {"model": "gpt-5.6-sol", "contextLimit": 922000, "input": 4, "output": 20,
         "cacheWrite": 5, "cacheRead": 0.4, "rule": "openai-explicit", "minimumPrefix": 1024,
         "prefixStep": 1024,
         "above": [{"tokens": 272000, "input": 8, "output": 30,
          "cacheWrite": 10, "cacheRead": 0.8}]},
        {"model": "gpt-5.6-terra", "contextLimit": 922000, "input": 2, "output": 12,
         "cacheWrite": 2.5, "cacheRead": 0.2, "rule": "openai-explicit", "minimumPrefix": 1024,
         "prefixStep": 1024,
         "above": [{"tokens": 272000, "input": 4, "output": 18,
          "cacheWrite": 5, "cacheRead": 0.4}]},
        {"model": "gpt-6-astra", "contextLimit": 922000, "input": 10, "output": 50,
         "cacheWrite": 12.5, "cacheRead": 1, "rule": "openai-explicit", "minimumPrefix": 1024,
         "above": [{"tokens": 272000, "input": 20, "output": 75,
          "cacheWrite": 25, "cacheRead": 2}]},
        {"model": "gpt-6-luna", "contextLimit": 922000, "input": 0.1, "output": 0.5,
         "cacheWrite": 0.125, "cacheRead": 0.01, "rule": "openai-explicit",
         "minimumPrefix": 1024,
         "above": [{"tokens": 272000, "input": 0.2, "output": 0.75,
          "cacheWrite": 0.25, "cacheRead": 0.02}]},
        {"model": "gpt-6-sol", "contextLimit": 922000, "input": 2, "output": 10,
         "cacheWrite": 2.5, "cacheRead": 0.2, "rule": "openai-explicit", "minimumPrefix": 1024,
         "above": [{"tokens": 272000, "input": 4, "output": 15,
          "cacheWrite": 5, "cacheRead": 0.4}]},
        {"model": "gpt-6.1-sol", "contextLimit": 922000, "input": 2, "output": 10,
         "cacheWrite": 2.5, "cacheRead": 0.1, "rule": "openai-explicit", "minimumPrefix": 1024,
         "above": [{"tokens": 272000, "input": 4, "output": 15,
          "cacheWrite": 5, "cacheRead": 0.2}]},
        {"model": "gpt-6.1-terra", "contextLimit": 922000, "input": 1, "output": 5,
         "cacheWrite": 1.25, "cacheRead": 0.05, "rule": "openai-explicit", "minimumPrefix": 1024,
         "above": [{"tokens": 272000, "input": 2, "output": 7.5,
          "cacheWrite": 2.5, "cacheRead": 0.1}]},
        {"model": "qwen3-32b", "input": 0.4, "output": 0.8,
         "source": "LiteLLM price table (MIT), published, hosted by Cerebras"}
        ]}
        """
}

/// Why there is no price.
public enum PriceError: Error, Hashable, Sendable {
    /// No row has that name; the known names most like it.
    case unknownModel(String, nearest: [String])
    /// No rule has that name.
    case unknownRule(String)
    /// A table is no JSON.
    case malformed(JSONError)
    /// A value of a table is not what it has to be: where, what was expected, what is there.
    case invalid(path: String, expected: String, found: String)
}

extension PriceError: CustomStringConvertible {
    /// One line: what is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unknownModel(let name, let nearest):
            let known =
                nearest.isEmpty
                ? "" : "; known names like it: " + nearest.joined(separator: ", ")
            return "the price of the model '\(name)' is unknown\(known); "
                + "`winnow prices` lists all, --prices FILE adds others"
        case .unknownRule(let name):
            let known = PriceRule.all.map(\.name).joined(separator: ", ")
            return "the price rule '\(name)' is unknown; there are \(known)"
        case .malformed(let error): return error.description
        case .invalid(let path, let expected, let found):
            return "\(path.isEmpty ? "the table" : path): expected \(expected), found \(found)"
        }
    }
}
