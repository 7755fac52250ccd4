import ContextModel
import ContextPipeline
import Corpus
import StrictJSON

/// What a command tells of a result besides what all do.
struct ResultDetails {
    /// Further members of the object.
    var members: [(String, JSONValue)] = []
    /// Further lines for people.
    var lines: [String] = []
}

/// What the commands that shorten a conversation tell of a result.
struct CondenseReport {
    private let result: ContextManagementResult
    private let conversation: Conversation
    private let cache: PersistentCache?
    private let details: ResultDetails

    /// A report on what became of a conversation, and of what is kept on disk.
    init(
        _ result: ContextManagementResult, of conversation: Conversation,
        _ cache: PersistentCache?, _ details: ResultDetails
    ) {
        self.details = details
        self.result = result
        self.conversation = conversation
        self.cache = cache
    }

    /// The documented object.
    var json: JSONValue {
        var view = conversation
        view.messages = result.processedMessages
        view.container = .object
        let request =
            conversation.format == .anthropicMessages
            ? AnthropicMessagesFormat.encode(view) : ChatCompletionsFormat.encode(view)
        var object = JSONObject()
        object["messages"] = request["messages"] ?? .array([])
        // Whatever else the request says, model and tools among it; our own names win.
        for member in request.object?.members ?? [] where member.key != "messages" {
            object[member.key] = member.value
        }
        object["ledger"] = .array(result.ledger.map(entry))
        object["risk"] = .string(result.riskLevel.rawValue)
        object["strategy"] = .string(result.strategyUsed.rawValue)
        object["originalTokens"] = .int(result.originalTokens.value)
        object["finalTokens"] = .int(result.finalTokens.value)
        for (name, value) in details.members { object[name] = value }
        object["context_info"] = result.info.json
        if let counters = cache?.json { object["cache"] = counters }
        if let shortfall = result.shortfall { object["shortfall"] = .string("\(shortfall)") }
        return .object(object)
    }

    private func entry(_ entry: LedgerEntry) -> JSONValue {
        .object(
            JSONObject([
                ("stage", .string(entry.stage)), ("before", .int(entry.before.value)),
                ("after", .int(entry.after.value)), ("removed", .int(entry.removed)),
                ("added", .int(entry.added)), ("rewritten", .int(entry.rewritten)),
                (
                    "requests",
                    .object(
                        JSONObject([
                            ("fresh", .int(entry.requests.fresh)),
                            ("cached", .int(entry.requests.cached)),
                            ("degraded", .int(entry.requests.degraded)),
                        ]))
                ),
                ("reason", .string(entry.reason)),
            ]))
    }

    /// The same for people, without the messages.
    var text: String {
        var lines = [
            "risk       \(result.riskLevel.rawValue)",
            "strategy   \(result.strategyUsed.rawValue)",
            "tokens     \(result.originalTokens) -> \(result.finalTokens)",
            "messages   \(result.originalMessages.count) -> \(result.processedMessages.count)",
        ]
        if result.ledger.contains(where: \.isCommitted) {
            let share = result.info.preservationMillionths.map { "\(($0 + 5_000) / 10_000) %" }
            lines.append("facts kept " + (share ?? "no facts"))
        }
        for entry in result.ledger {
            lines.append(
                "stage      \(entry.stage): \(entry.before) -> \(entry.after) tokens, "
                    + "\(entry.removed) messages out, \(entry.added) in, \(entry.rewritten) changed, "
                    + "summaries \(entry.requests.fresh) fresh \(entry.requests.cached) cached "
                    + "\(entry.requests.degraded) degraded; \(entry.reason)")
        }
        lines += details.lines
        if let line = cache?.line { lines.append("cache      " + line) }
        if let shortfall = result.shortfall {
            lines.append("short      \(shortfall)")
        } else if result.strategyUsed == .insufficient {
            lines.append("short      exceeds the limit; with management=off nothing is shortened")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
