import Compression
import ContextModel
import ContextPipeline
import Files
import Pricing
import Settings
import Stages
import StrictJSON

/// What a session keeps of its compactions from call to call: the documented state, in the folder of
/// `--cache`, where one is named.
struct CompactionRecord {
    /// The session's state after this call.
    let state: CompactionState

    /// Adds a call to what the session keeps.
    init(_ managed: ManagedConversation, _ cost: CompactionCost, session: String?) {
        var after = managed.conversation
        after.messages = managed.result.context
        let isDue = managed.window.shouldCondense(
            after, options: managed.options, at: managed.time)
        let note = { (state: inout CompactionState) in
            state.note(managed.result.trace, stillDue: isDue, at: managed.time)
            if managed.result.trace.contains(where: { $0.stage == CompactionStage.stageName }) {
                state.charge(cost.paid, atTier: cost.atTier)
            }
        }
        var state = CompactionState()
        if let sessions = managed.sessions {
            // A session that is not named is known as the documents know a conversation; ids that
            // recordings repeat are told apart by their openings.
            let identity = ConversationIdentity(
                managed.conversation.messages,
                session: session ?? "unnamed " + (managed.options.session ?? ""),
                hasher: SHA256Hasher())
            let key = session.map { Self.key(of: $0) } ?? identity.digest
            sessions.revise(key) { kept in
                state = kept.flatMap { CompactionState(record: $0) } ?? CompactionState()
                note(&state)
                return state.record
            }
            // A folder that cannot be written tells what this call alone did.
            if state == CompactionState() { note(&state) }
        } else {
            note(&state)
        }
        self.state = state
    }

    /// A session that is named is one, whatever its conversations begin with.
    private static func key(of session: String) -> ContentDigest {
        ConversationIdentity([], session: session, hasher: SHA256Hasher()).digest
    }
}

extension CompactionState {
    /// The documented fields by their names, and the session's costs.
    var json: JSONValue {
        .object(
            JSONObject([
                ("needs_compaction", .bool(needsCompaction)),
                ("last_compaction_at", lastCompactionAt.map { .threePlaceSeconds($0) } ?? .null),
                ("compaction_count", .int(count)),
                (
                    "cost",
                    .object(
                        JSONObject([
                            ("nanodollars", .int(cost.nanodollars)),
                            ("inputTokens", .int(usage.input.value)),
                            ("outputTokens", .int(usage.output.value)),
                            ("callsWithoutPrice", .int(unpriced)),
                        ]))
                ),
                (
                    "costAtTier",
                    .object(JSONObject([("nanodollars", .int(costAtTier.nanodollars))]))
                ),
            ]))
    }

    /// The same for people.
    var line: String {
        let unknown = unpriced == 0 ? "" : ", without \(unpriced) calls whose price is not known"
        return "session    \(count) compactions, \(cost)\(unknown), \(costAtTier) at tier; "
            + (needsCompaction ? "needs compaction" : "needs none now")
    }

    /// The state as it is kept.
    fileprivate var record: String {
        JSONValue.object(
            JSONObject([
                ("version", .int(1)), ("needs", .bool(needsCompaction)),
                ("last", lastCompactionAt.map { .int(Int($0.wholeMilliseconds)) } ?? .null),
                ("count", .int(count)), ("input", .int(usage.input.value)),
                ("output", .int(usage.output.value)),
                ("cost", .string(String(cost.picodollars))),
                ("atTier", .string(String(costAtTier.picodollars))),
                ("unpriced", .int(unpriced)),
            ])
        ).compactText
    }

    /// The state as it was kept; nil if that is none of ours.
    fileprivate init?(record: String) {
        guard let value = try? JSONValue(parsing: record), value["version"]?.number?.int == 1,
            let needs = value["needs"]?.bool, let count = value["count"]?.number?.int,
            let input = value["input"]?.number?.int, let output = value["output"]?.number?.int,
            let cost = value["cost"]?.string.flatMap({ Int128($0) }),
            let atTier = value["atTier"]?.string.flatMap({ Int128($0) }),
            let unpriced = value["unpriced"]?.number?.int
        else { return nil }
        self.init(
            needsCompaction: needs,
            lastCompactionAt: value["last"]?.number?.int.map { .milliseconds($0) }, count: count,
            usage: TokenUsage(input: TokenCount(input), output: TokenCount(output)),
            cost: Money(picodollars: cost), costAtTier: Money(picodollars: atTier),
            unpriced: unpriced)
    }
}

/// What the compactions of a result cost, by the price table, and which models were asked.
struct CompactionCost {
    /// The models that were asked and what for; none where the extract is embedded.
    private let bills: [ModelBill]
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
        self.route = route
        attempts = managed.chain?.attempts
        let trace = managed.result.trace
        compactions = trace.count(where: \.isCompaction)
        let usage = trace.reduce(into: TokenUsage()) {
            $0 += TokenUsage(input: $1.callsInput, output: $1.callsOutput)
        }
        self.usage = usage
        let asksModel = [.recorded, .http].contains(managed.configuration.condensation.summarizer)
        bills =
            attempts.map { attempts in
                attempts.filter { $0.usage != TokenUsage() }
                    .map { ModelBill($0.model, $0.usage, table) }
            } ?? (asksModel ? [ModelBill(model, usage, table)] : [])
        tierPrice = try TaskRouter.standard.price(of: route.tier, in: table)
    }

    /// What was paid; nil where a price is not known.
    var paid: Money? {
        let costs = bills.compactMap(\.cost)
        return costs.count == bills.count ? costs.reduce(.zero, +) : nil
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
        let names = bills.compactMap(\.model).joined(separator: ", ")
        let model: JSONValue = names.isEmpty ? .null : .string(names)
        guard let paid else {
            let lacking = bills.filter { $0.price == nil }.compactMap(\.model)
            let words =
                lacking.isEmpty ? "of the recording" : "'\(lacking.joined(separator: ", "))'"
            return JSONObject([
                ("nanodollars", .null), ("model", model),
                ("note", .string("unknown: no price of the model \(words)")),
            ])
        }
        if bills.count == 1, let price = bills[0].price {
            return JSONObject(of: price, bills[0].usage)
        }
        var cost = JSONObject([("nanodollars", .int(paid.nanodollars)), ("model", model)])
        if attempts != nil {
            let usage = bills.reduce(into: TokenUsage()) { $0 += $1.usage }
            cost["inputTokens"] = .int(usage.input.value)
            cost["outputTokens"] = .int(usage.output.value)
        }
        if bills.isEmpty {
            cost["note"] = .string(
                attempts == nil
                    ? "nothing: the embedded extract asks no model"
                    : "nothing: no model answered a call")
        }
        return cost
    }
}

/// What a model read and wrote, and at which price.
private struct ModelBill {
    /// The model; nil if it is not known.
    let model: String?
    let usage: TokenUsage
    /// Its price; nil if the table has none.
    let price: ModelPrice?

    init(_ model: String?, _ usage: TokenUsage, _ table: PriceTable) {
        self.model = model
        self.usage = usage
        price = model.flatMap { try? table.price(of: $0) }
    }

    var cost: Money? { price?.cost(of: usage) }
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
