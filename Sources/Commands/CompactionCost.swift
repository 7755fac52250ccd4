import ContextModel
import ContextPipeline
import Pricing
import Settings
import Stages
import StrictJSON

/// What the compactions of a result cost, by the price table, and which models were asked.
struct CompactionCost {
    private let summarizer: SummarizerName
    private let table: PriceTable
    /// The model that was asked; nil if it is not known.
    private let model: String?
    private let usage: TokenUsage
    private let compactions: Int
    private let route: TaskRoute
    /// What came of asking each model; nil where none was asked.
    private let attempts: [FallbackSummarizer.Attempts]?
    /// The price of the model that the document's router has for the task's tier.
    private let tierPrice: ModelPrice

    init(
        _ managed: ManagedConversation, _ table: PriceTable, model: String?, route: TaskRoute
    ) throws {
        self.table = table
        self.model = model
        self.route = route
        summarizer = managed.configuration.condensation.summarizer
        attempts = managed.chain?.attempts
        let trace = managed.result.trace
        compactions = trace.count(where: \.isCompaction)
        usage = trace.reduce(into: TokenUsage()) {
            $0 += TokenUsage(input: $1.callsInput, output: $1.callsOutput)
        }
        tierPrice = try TaskRouter.standard.price(of: route.tier, in: table)
    }

    /// What was paid; nil where a price is not known.
    var paid: Money? {
        if let attempts {
            var sum = Money.zero
            for attempt in attempts where attempt.usage != TokenUsage() {
                guard let price = try? table.price(of: attempt.model) else { return nil }
                sum = sum + price.cost(of: attempt.usage)
            }
            return sum
        }
        switch summarizer {
        case .extractive, .faulty: return .zero
        case .recorded, .http:
            return model.flatMap { try? table.price(of: $0) }.map { $0.cost(of: usage) }
        }
    }

    /// The same at the tier's own model.
    var atTier: Money { tierPrice.cost(of: usage) }

    /// What is told of the result, with what the session keeps.
    func details(_ state: CompactionState) -> ResultDetails {
        var tier = JSONObject(of: tierPrice, usage)
        tier["tier"] = .string(route.tier.rawValue)
        let chain = route.steps.map { "\($0.tier.rawValue) \($0.model)" }
        return ResultDetails(
            members: [
                ("compactions", .int(compactions)), ("cost", .object(cost)),
                ("costAtTier", .object(tier)), ("route", .object(routeJSON)),
                ("state", state.json),
            ],
            lines: [
                "compacted  \(compactions); the summaries' calls read \(usage.input) and wrote "
                    + "\(usage.output) tokens",
                "cost       " + words,
                "at tier    \(atTier) by \(tierPrice.model) for \(route.tier.rawValue), "
                    + "\(tierPrice.date)",
                "route      \(route.task): " + chain.joined(separator: ", then ")
                    + (attempts == nil ? "; none of them asked" : ""),
            ] + (attempts ?? []).filter { $0.calls > 0 }.map(\.line) + [state.line])
    }

    private var routeJSON: JSONObject {
        var chain: [JSONValue] = []
        for (place, step) in route.steps.enumerated() {
            var entry = JSONObject([
                ("tier", .string(step.tier.rawValue)), ("model", .string(step.model)),
            ])
            if let attempts { attempts[place].add(to: &entry) }
            chain.append(.object(entry))
        }
        return JSONObject([
            ("task", .string(route.task)), ("tier", .string(route.tier.rawValue)),
            ("chain", .array(chain)),
        ])
    }

    /// What was paid, for people.
    private var words: String {
        if let note = cost["note"]?.string { return note }
        return "\(paid ?? .zero) by \(cost["model"]?.string ?? "nobody")"
    }

    /// What was paid: nothing for the embedded extract, null where a price is not known.
    private var cost: JSONObject {
        if let attempts { return cost(of: attempts) }
        switch summarizer {
        case .extractive, .faulty:
            return JSONObject([
                ("nanodollars", .int(0)), ("model", .null),
                ("note", .string("nothing: the embedded extract asks no model")),
            ])
        case .recorded, .http:
            guard let model, let price = try? table.price(of: model) else {
                let name = model.map { "'\($0)'" } ?? "of the recording"
                return unknown(model, "the model \(name)")
            }
            return JSONObject(of: price, usage)
        }
    }

    /// What the models of a chain were paid together.
    private func cost(of attempts: [FallbackSummarizer.Attempts]) -> JSONObject {
        let asked = attempts.filter { $0.usage != TokenUsage() }
        let names = asked.map(\.model).joined(separator: ", ")
        guard let paid else {
            let lacking = asked.map(\.model).filter { (try? table.price(of: $0)) == nil }
            return unknown(names, "the model '\(lacking.joined(separator: ", "))'")
        }
        if asked.count == 1, let price = try? table.price(of: asked[0].model) {
            return JSONObject(of: price, asked[0].usage)
        }
        let usage = asked.reduce(into: TokenUsage()) { $0 += $1.usage }
        var cost = JSONObject([
            ("nanodollars", .int(paid.nanodollars)),
            ("model", names.isEmpty ? .null : .string(names)),
            ("inputTokens", .int(usage.input.value)), ("outputTokens", .int(usage.output.value)),
        ])
        if names.isEmpty { cost["note"] = .string("nothing: no model answered a call") }
        return cost
    }

    private func unknown(_ model: String?, _ name: String) -> JSONObject {
        JSONObject([
            ("nanodollars", .null), ("model", model.map { .string($0) } ?? .null),
            ("note", .string("unknown: no price of \(name)")),
        ])
    }
}

extension FallbackSummarizer.Attempts {
    /// What its answers read and wrote.
    fileprivate var usage: TokenUsage { TokenUsage(input: input, output: output) }

    /// Adds what came of asking to the model's entry.
    fileprivate func add(to entry: inout JSONObject) {
        entry["calls"] = .int(calls)
        entry["used"] = .int(used)
        entry["refused"] = .int(refused)
        entry["failed"] = .int(failed)
        entry["inputTokens"] = .int(input.value)
        entry["outputTokens"] = .int(output.value)
        entry["lastReason"] = lastReason.map { .string($0) } ?? .null
    }

    /// The same for people.
    fileprivate var line: String {
        "asked      \(name) \(model): \(calls) times, \(used) answers used, \(refused) refused, "
            + "\(failed) failed" + (lastReason.map { " (\($0))" } ?? "")
    }
}

extension JSONObject {
    /// What some tokens cost, and by whose prices.
    fileprivate init(of price: ModelPrice, _ usage: TokenUsage) {
        self.init([
            ("nanodollars", .int(price.cost(of: usage).nanodollars)),
            ("model", .string(price.model)), ("inputTokens", .int(usage.input.value)),
            ("outputTokens", .int(usage.output.value)), ("date", .string(price.date)),
            ("source", .string(price.source)),
        ])
    }
}
