extension PriceTable {
    /// The prices that ship with the package, as published in November 2026.
    ///
    /// Source: LiteLLM's table of prices (MIT) for prices and limits; the providers' pages on prompt
    /// caching for the rest. What differs by host (the limit of `qwen3-32b`) is not stated. Prices
    /// that rise above a size are those below it. `winnow prices --refresh` makes a newer table.
    public static let shipped: PriceTable = {
        guard let table = try? PriceTable(parsing: shippedText) else {
            preconditionFailure("the shipped table is a table: a test reads it")
        }
        return table
    }()

    /// The table as text, in the format that users write, too.
    static let shippedText = """
        {"version": 1, "date": "2026-11", "source": "LiteLLM price table (MIT), published", "prices": [
        {"model": "claude-haiku-4-5", "contextLimit": 200000, "input": 1, "output": 5,
         "cacheWrite": 1.25, "cacheRead": 0.10, "minimumPrefix": 4096, "lifetimeSeconds": 300},
        {"model": "claude-opus-4-5", "contextLimit": 200000, "input": 5, "output": 25,
         "cacheWrite": 6.25, "cacheRead": 0.50, "minimumPrefix": 4096, "lifetimeSeconds": 300},
        {"model": "claude-opus-4-6", "contextLimit": 1000000, "input": 5, "output": 25,
         "cacheWrite": 6.25, "cacheRead": 0.50, "minimumPrefix": 4096, "lifetimeSeconds": 300},
        {"model": "claude-sonnet-4-5", "contextLimit": 200000, "input": 3, "output": 15,
         "cacheWrite": 3.75, "cacheRead": 0.30, "minimumPrefix": 1024, "lifetimeSeconds": 300},
        {"model": "deepseek-chat", "contextLimit": 131072, "input": 0.28, "output": 0.42,
         "cacheRead": 0.028},
        {"model": "glm-4.6", "contextLimit": 200000, "input": 0.60, "output": 2.20,
         "cacheRead": 0.11},
        {"model": "gpt-4.1", "contextLimit": 1047576, "input": 2, "output": 8, "cacheRead": 0.50,
         "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-4o", "contextLimit": 128000, "input": 2.50, "output": 10, "cacheRead": 1.25,
         "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-4o-mini", "contextLimit": 128000, "input": 0.15, "output": 0.60,
         "cacheRead": 0.075, "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-5", "contextLimit": 272000, "input": 1.25, "output": 10, "cacheRead": 0.125,
         "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "gpt-5.1", "contextLimit": 272000, "input": 1.25, "output": 10,
         "cacheRead": 0.125, "minimumPrefix": 1024, "prefixStep": 128},
        {"model": "qwen3-32b", "input": 0.40, "output": 0.80,
         "source": "LiteLLM price table (MIT), published, hosted by Cerebras"}
        ]}
        """
}
