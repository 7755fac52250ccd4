import ArgumentParser
import Compression
import ContextModel
import ContextPipeline
import Corpus
import StrictJSON
import WireFormats

/// `winnow condense`: one conversation through the pipeline.
struct CondenseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "condense", abstract: "Makes one conversation fit a context limit.",
        discussion: """
            Prints what was done; with --json the messages, too, in the file's own wire format (Chat \
            Completions for recordings that were imported). Ends with status 0 even if the limit \
            cannot be met: the strategy is then "insufficient" and the messages are the smallest \
            legal context.

            With compression.mode=conversation or request the messages are compressed, their \
            dictionary included, and the final tokens are those of what is printed: `winnow \
            decompress` turns the object back into the request before compression.

            Summaries are kept in the folder of --cache, else of cache.folder, and used again by later \
            calls, as long as chunks.ageThreshold says: a conversation that has grown costs its new chunks \
            only. --set chunks.persistent=off keeps none.
            """)

    @OptionGroup var options: ConversationOptions

    func run() async throws { try await options.run() }
}

/// What a command tells of a result besides what all do.
struct ResultDetails {
    /// Further members of the object.
    var members: [(String, JSONValue)] = []
    /// Further lines for people.
    var lines: [String] = []
    /// The first line for people, where there are several results.
    var title: String?
}

/// What the commands that shorten a conversation tell of a result.
struct CondenseReport {
    private let result: ContextManagementResult
    private let conversation: Conversation
    private let cache: PersistentCache?
    private let details: ResultDetails
    private let chunks: [ChunkStanding]

    /// A report on what became of a conversation, of its chunks, and of what is kept on disk.
    init(
        _ result: ContextManagementResult, of conversation: Conversation, chunks: [ChunkStanding],
        _ cache: PersistentCache?, _ details: ResultDetails
    ) {
        self.details = details
        self.chunks = chunks
        self.result = result
        self.conversation = conversation
        self.cache = cache
    }

    /// The documented object: the messages with the system prompt and the tools beside them, and what is
    /// told of them. Whatever else the input says stands in `conversation`, as in what `winnow compress`
    /// prints, where none of it can be taken for our words.
    var json: JSONValue {
        get throws(CompressionError) {
            let request = encoded(result.processedMessages)
            var object = JSONObject()
            object["messages"] = request["messages"] ?? .array([])
            var others = JSONObject()
            for member in request.object?.members ?? [] where member.key != "messages" {
                if Self.beside.contains(member.key) {
                    object[member.key] = member.value
                } else {
                    others[member.key] = member.value
                }
            }
            if !others.members.isEmpty { object["conversation"] = .object(others) }
            object["trace"] = .array(result.trace.map(entry))
            object["risk"] = .string(result.riskLevel.rawValue)
            object["strategy"] = .string(result.strategyUsed.rawValue)
            object["originalTokens"] = .int(result.originalTokens.value)
            object["finalTokens"] = .int(result.finalTokens.value)
            for (name, value) in details.members { object[name] = value }
            // With a dictionary, `conversation` repeats what stands beside the messages: `winnow
            // decompress` needs nothing else to give back the request.
            for (name, value) in try compression(request) { object[name] = value }
            object["context_info"] = result.info.json
            if !chunks.isEmpty { object["chunks"] = .array(chunks.map(\.json)) }
            if let counters = cache?.json { object["cache"] = counters }
            if let overflow = result.overflow { object["overflow"] = .string("\(overflow)") }
            return .object(object)
        }
    }

    /// What is sent with the messages and was counted with them.
    private static let beside = ["system", "tools"]

    /// Messages of the conversation as a request in its own format.
    private func encoded(_ messages: [Message]) -> JSONValue {
        var request = conversation
        request.messages = messages
        request.container = .object
        return request.encoded
    }

    /// What `winnow decompress` needs to give back the context that the messages stand for.
    private func compression(_ sent: JSONValue) throws(CompressionError) -> [(String, JSONValue)] {
        guard let request = result.compression else { return [] }
        let document = try CompressedDocument(
            request, context: encoded(result.context), sent: sent)
        let own = ["messages", "originalTokens", "compressedTokens"]
        return document?.json.object?.members.filter { !own.contains($0.key) }
            .map { ($0.key, $0.value) } ?? []
    }

    private func entry(_ entry: StageTrace) -> JSONValue {
        .object(
            JSONObject([
                ("stage", .string(entry.stage)), ("before", .int(entry.before.value)),
                ("after", .int(entry.after.value)), ("removed", .int(entry.removed)),
                ("added", .int(entry.added)), ("rewritten", .int(entry.rewritten)),
                (
                    "requests",
                    .object(
                        JSONObject([
                            ("fresh", .int(entry.requests.uncached)),
                            ("cached", .int(entry.requests.cached)),
                            ("degraded", .int(entry.requests.degraded)),
                        ]))
                ),
                ("reason", .string(entry.reason)),
            ]))
    }

    /// The same for people, without the messages.
    var text: String {
        var lines = details.title.map { [$0] } ?? []
        lines += [
            "risk       \(result.riskLevel.rawValue)",
            "strategy   \(result.strategyUsed.rawValue)",
            "tokens     \(result.originalTokens) -> \(result.finalTokens)",
            "messages   \(result.originalMessages.count) -> \(result.processedMessages.count)",
        ]
        if result.trace.contains(where: \.isCommitted) {
            let share = result.info.preservation.map { "\($0)" }
            lines.append("facts kept " + (share ?? "no facts"))
        }
        for entry in result.trace {
            lines.append(
                "stage      \(entry.stage): \(entry.before) -> \(entry.after) tokens, "
                    + "\(entry.removed) messages out, \(entry.added) in, \(entry.rewritten) changed, "
                    + "summaries \(entry.requests.uncached) uncached \(entry.requests.cached) cached "
                    + "\(entry.requests.degraded) degraded; \(entry.reason)")
        }
        lines += result.info.warnings.map { "warning    " + $0 }
        lines += details.lines
        if let line = cache?.line { lines.append("cache      " + line) }
        if let overflow = result.overflow {
            lines.append("short      \(overflow)")
        } else if result.strategyUsed == .insufficient {
            lines.append("short      exceeds the limit; with management=off nothing is shortened")
        }
        return lines.map { $0.visible + "\n" }.joined()
    }
}
