public import StrictJSON

extension PriceTable {
    /// Reads a table in our own format, strictly:
    ///
    ///     {"version": 1, "date": "2026-11", "source": "…", "prices": [{"model": "…",
    ///      "input": 2.50, "output": 10, "cacheRead": 1.25, "contextLimit": 128000,
    ///      "rule": "openai", "above": [{"tokens": 100000, "input": 5, "output": 20,
    ///      "cacheRead": 2.50}]}]}
    ///
    /// Prices are US dollars per million tokens, those of `above` for prompts of more tokens; a row
    /// may have a date and a source of its own.
    public init(parsing text: String) throws(PriceError) {
        self = try PriceTable(PriceTable.value(of: text))
    }

    /// The JSON of a text.
    static func value(of text: String) throws(PriceError) -> JSONValue {
        do { return try JSONValue(parsing: text) } catch { throw .malformed(error) }
    }

    init(_ value: JSONValue) throws(PriceError) {
        let reader = PriceReader(value, path: "")
        try reader.check(["version", "date", "source", "prices"])
        guard try reader.integer("version") == 1 else {
            throw reader.refusal("version", expected: "1")
        }
        let defaults = (try reader.text("date"), try reader.text("source"))
        guard let prices = value["prices"]?.array else {
            throw reader.refusal("prices", expected: "an array of rows")
        }
        var rows: [ModelPrice] = []
        var models: Set<String> = []
        for (index, price) in prices.enumerated() {
            let reader = PriceReader(price, path: "prices[\(index)]")
            let row = try reader.row(defaults)
            guard models.insert(row.model).inserted else {
                throw reader.refusal("model", expected: "each model once")
            }
            rows.append(row)
        }
        self.init(rows)
    }

    /// The table in our own format, read back as the same table.
    public var json: JSONValue {
        let rows = rows.map(\.json)
        return .object(
            JSONObject([("version", .int(1)), ("prices", .array(rows))]))
    }

    /// The table as text of a row a line.
    public var text: String {
        let lines = rows.map { $0.json.compactText }.joined(separator: ",\n")
        return "{\"version\": 1, \"prices\": [\n\(lines)\n]}\n"
    }
}

extension ModelPrice {
    fileprivate var json: JSONValue {
        var row = JSONObject([("model", .string(model))])
        if let contextLimit { row["contextLimit"] = .int(contextLimit) }
        row["input"] = input.json
        row["output"] = output.json
        if let cacheWrite { row["cacheWrite"] = cacheWrite.json }
        if let cacheRead { row["cacheRead"] = cacheRead.json }
        if let rule { row["rule"] = .string(rule.name) }
        if let minimumPrefix { row["minimumPrefix"] = .int(minimumPrefix) }
        if let prefixStep { row["prefixStep"] = .int(prefixStep) }
        if let lifetimeSeconds { row["lifetimeSeconds"] = .int(lifetimeSeconds) }
        if !steps.isEmpty { row["above"] = .array(steps.map(\.json)) }
        row["date"] = .string(date)
        row["source"] = .string(source)
        return .object(row)
    }
}

extension PriceStep {
    fileprivate var json: JSONValue {
        var step = JSONObject([
            ("tokens", .int(above)), ("input", input.json), ("output", output.json),
        ])
        if let cacheWrite { step["cacheWrite"] = cacheWrite.json }
        if let cacheRead { step["cacheRead"] = cacheRead.json }
        return .object(step)
    }
}

extension TokenPrice {
    fileprivate var json: JSONValue { .number(JSONNumber(lexeme: dollarsPerMillion)) }
}

/// Reads one object of a table.
private struct PriceReader {
    private let value: JSONValue
    private let path: String

    init(_ value: JSONValue, path: String) {
        self.value = value
        self.path = path
    }

    func row(_ defaults: (date: String?, source: String?)) throws(PriceError) -> ModelPrice {
        try check([
            "model", "contextLimit", "input", "output", "cacheWrite", "cacheRead", "minimumPrefix",
            "prefixStep", "lifetimeSeconds", "rule", "above", "date", "source",
        ])
        guard let model = try text("model") else { throw refusal("model", expected: "a name") }
        let (input, output) = try inputAndOutput()
        guard let date = try text("date") ?? defaults.date else {
            throw refusal("date", expected: "when it was looked up, as \"2026-11\"")
        }
        guard let source = try text("source") ?? defaults.source else {
            throw refusal("source", expected: "where it was looked up")
        }
        var row = ModelPrice(model, input: input, output: output, date: date, source: source)
        row.contextLimit = try integer("contextLimit")
        row.cacheWrite = try price("cacheWrite")
        row.cacheRead = try price("cacheRead")
        row.minimumPrefix = try integer("minimumPrefix")
        row.prefixStep = try integer("prefixStep")
        row.lifetimeSeconds = try integer("lifetimeSeconds")
        row.rule = try rule()
        row.steps = try steps()
        return row
    }

    private func inputAndOutput() throws(PriceError) -> (TokenPrice, TokenPrice) {
        guard let input = try price("input"), let output = try price("output") else {
            let missing = value["input"] == nil ? "input" : "output"
            throw refusal(missing, expected: Self.priceRange)
        }
        return (input, output)
    }

    private func rule() throws(PriceError) -> PriceRule? {
        guard let name = try text("rule") else { return nil }
        guard let rule = PriceRule.all.first(where: { $0.name == name }) else {
            let known = PriceRule.all.map(\.name).joined(separator: ", ")
            throw refusal("rule", expected: "one of " + known)
        }
        return rule
    }

    private func steps() throws(PriceError) -> [PriceStep] {
        guard let value = value["above"] else { return [] }
        guard let array = value.array else {
            throw refusal("above", expected: "an array of prices by ascending tokens")
        }
        var steps: [PriceStep] = []
        for (index, value) in array.enumerated() {
            let reader = PriceReader(value, path: "\(path).above[\(index)]")
            steps.append(try reader.step(after: steps.last?.above ?? 0))
        }
        return steps
    }

    private func step(after last: Int) throws(PriceError) -> PriceStep {
        try check(["tokens", "input", "output", "cacheWrite", "cacheRead"])
        guard let tokens = try integer("tokens"), tokens > last else {
            throw refusal("tokens", expected: "a whole number above \(last)")
        }
        let (input, output) = try inputAndOutput()
        return PriceStep(
            above: tokens, input: input, output: output, cacheWrite: try price("cacheWrite"),
            cacheRead: try price("cacheRead"))
    }

    private static let priceRange =
        "US dollars per million tokens from 0 to 10000, with at most 6 decimal places"

    /// Refuses what is no object, and members of other names.
    func check(_ names: [String]) throws(PriceError) {
        guard let object = value.object else {
            throw .invalid(path: path, expected: "an object", found: value.excerpt)
        }
        for member in object.members where !names.contains(member.key) {
            let place = path.isEmpty ? member.key : path + "." + member.key
            throw .invalid(
                path: place, expected: "one of " + names.joined(separator: ", "),
                found: "another name")
        }
    }

    func text(_ name: String) throws(PriceError) -> String? {
        guard let value = value[name] else { return nil }
        guard let text = value.string, (1...200).contains(text.utf8.count) else {
            throw refusal(name, expected: "a text of 1 to 200 bytes")
        }
        return text
    }

    func integer(_ name: String) throws(PriceError) -> Int? {
        guard let value = value[name] else { return nil }
        guard let number = value.number?.int, (1...1_000_000_000).contains(number) else {
            throw refusal(name, expected: "a whole number from 1 to 1000000000")
        }
        return number
    }

    func price(_ name: String) throws(PriceError) -> TokenPrice? {
        guard let value = value[name] else { return nil }
        guard let lexeme = value.number?.lexeme, let price = TokenPrice(dollarsPerMillion: lexeme)
        else { throw refusal(name, expected: Self.priceRange) }
        return price
    }

    func refusal(_ name: String, expected: String) -> PriceError {
        .invalid(
            path: path.isEmpty ? name : path + "." + name, expected: expected,
            found: value[name]?.excerpt ?? "nothing")
    }
}

extension JSONValue {
    /// What a message shows of it.
    var excerpt: String {
        let text = compactText
        return text.count > 60 ? text.prefix(60) + "…" : text
    }
}
