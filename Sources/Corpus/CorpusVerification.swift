internal import ContextModel
package import StrictJSON
internal import WireFormats

/// Compares what was imported from a file with what a manifest says of it.
package enum CorpusVerification {
    /// A number that differs.
    package struct Deviation: Hashable, Sendable {
        /// The file.
        package let path: String
        /// The manifest's name of the number.
        package let field: String
        /// What the manifest says.
        package let expected: Int
        /// What was imported.
        package let found: Int
    }

    /// The numbers that differ, in the manifest's order; none if the file is as the manifest says.
    /// Without an exact counter of the manifest's encoding tokens are left out.
    package static func deviations(
        of statistics: CorpusStatistics, from entry: ManifestEntry, comparingTokens: Bool = true
    ) -> [Deviation] {
        let tokens = [
            ("tokens_cl100k", entry.tokens, statistics.contentTokens.value),
            ("tokens_tool_result", entry.toolResultTokens, statistics.toolResultTokens.value),
            ("longest_conversation", entry.longestTokens, statistics.longest?.tokens.value ?? 0),
        ]
        let counts = [
            ("conversations", entry.conversations, statistics.conversations),
            ("messages", entry.messages, statistics.contentItems + statistics.leftOut.items),
            ("tool_calls", entry.toolCalls, statistics.toolCalls),
            ("tool_results", entry.toolResults, statistics.toolResults),
            ("images", entry.images, statistics.images),
        ]
        let all = counts + recorded(statistics, entry) + (comparingTokens ? tokens : [])
        return all.compactMap { field, expected, found in
            guard expected != found else { return nil }
            return Deviation(
                path: statistics.path, field: field, expected: expected, found: found)
        }
    }

    /// What the provider reported, if the manifest says what that was.
    private static func recorded(
        _ statistics: CorpusStatistics, _ entry: ManifestEntry
    ) -> [(String, Int, Int)] {
        guard let recorded = entry.recorded else { return [] }
        let usage = statistics.usage
        return [
            (
                "recorded_requests", recorded.requests,
                statistics.reportedRequests + statistics.leftOut.requests
            ),
            ("recorded_input_tokens", recorded.uncached, usage.uncached),
            ("recorded_cache_read_tokens", recorded.read, usage.read),
            (
                "recorded_cache_write_tokens", recorded.written,
                usage.written + usage.writtenForAnHour
            ),
            ("recorded_output_tokens", recorded.output, usage.output),
        ]
    }
}

/// What a manifest says of one file; numbers it does not give are 0.
package struct ManifestEntry: Hashable, Sendable {
    /// The path relative to the manifest's folder.
    package var path: String
    /// How many conversations.
    package var conversations: Int
    /// How many messages, each call and each result being one of its own.
    package var messages: Int
    /// How many tool calls.
    package var toolCalls: Int
    /// How many tool results.
    package var toolResults: Int
    /// How many images.
    package var images: Int
    /// Tokens of the content in cl100k_base.
    package var tokens: Int
    /// Tokens of the tool results.
    package var toolResultTokens: Int
    /// Tokens of the longest conversation.
    package var longestTokens: Int
    /// How many requests a trace holds, if the manifest gives it.
    package var requests: Int?
    /// What the provider reported, if the manifest gives it.
    package var recorded: Recorded?
    /// SHA-256 of the file, if the manifest gives it; for whoever has the bytes to compare.
    package var sha256: String?

    /// Sums of what a provider reported of the requests of a file.
    package struct Recorded: Hashable, Sendable {
        /// How many requests.
        package var requests: Int
        /// Tokens of the prompts that no cache held.
        package var uncached: Int
        /// Tokens that were read from a cache.
        package var read: Int
        /// Tokens that were written to a cache.
        package var written: Int
        /// Tokens that were answered.
        package var output: Int
    }

    /// The entries of a manifest: an object with `entries`, of which those with a path are taken.
    /// Nil if the value has no such list.
    package static func all(in manifest: JSONValue) -> [Self]? {
        manifest["entries"]?.array?.compactMap(Self.init)
    }

    private init?(_ entry: JSONValue) {
        guard let path = entry["path"]?.string else { return nil }
        func number(_ key: String) -> Int { entry[key]?.number?.int ?? 0 }
        self.path = path
        conversations = number("conversations")
        messages = number("messages")
        toolCalls = number("tool_calls")
        toolResults = number("tool_results")
        images = number("images")
        tokens = number("tokens_cl100k")
        toolResultTokens = number("tokens_tool_result")
        longestTokens = entry["longest_conversation"]?["tokens"]?.number?.int ?? 0
        requests = entry["requests"]?.number?.int
        if entry["recorded_requests"] != nil {
            recorded = Recorded(
                requests: number("recorded_requests"), uncached: number("recorded_input_tokens"),
                read: number("recorded_cache_read_tokens"),
                written: number("recorded_cache_write_tokens"),
                output: number("recorded_output_tokens"))
        }
        sha256 = entry["sha256"]?.string
    }
}
