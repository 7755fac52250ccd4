import Compression
import ContextModel
import ContextPipeline
import Files
import Pricing
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
