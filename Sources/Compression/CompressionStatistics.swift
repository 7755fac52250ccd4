internal import ContextModel
public import StrictJSON

/// What the documents' statistics tell of all conversations.
public struct CompressionStatistics: Hashable, Sendable {
    /// `active_conversations`.
    public var activeConversations = 0
    /// `total_turns_processed`, those of forgotten conversations included.
    public var turns = 0
    /// `symbols_in_use`, over all conversations.
    public var symbols = 0
    /// `avg_turns_per_conversation`, of those remembered, in millionths.
    public var averageTurns = 0
    /// Bytes of texts and rules that are kept: `memory_usage_kb` times 1,024.
    public var bytes = 0

    /// Nothing processed.
    public init() {}

    /// The documented answer of `GET /v1/compression/stats`, field by field; means and kilobytes to one
    /// decimal, as there.
    ///
    /// - Parameter now: the time since 1970.
    public func json(_ settings: CompressionSettings, at now: Duration) -> JSONValue {
        let stats = JSONObject([
            ("active_conversations", .int(activeConversations)),
            ("total_turns_processed", .int(turns)), ("symbols_in_use", .int(symbols)),
            ("avg_turns_per_conversation", .decimal(millionths: Self.tenths(averageTurns))),
            ("memory_usage_kb", .decimal(millionths: Self.tenths(kilobytes))),
        ])
        let config = JSONObject([
            ("max_conversations", .int(settings.maximumConversations)),
            ("min_net_efficiency", .decimal(millionths: settings.minimumEfficiency.millionths)),
            ("long_conversation_threshold", .int(settings.longConversation)),
            (
                "long_conversation_min_efficiency",
                .decimal(millionths: settings.longMinimumEfficiency.millionths)
            ),
        ])
        let compression = JSONObject([
            ("enabled", .bool(settings.isEnabled)), ("stats", .object(stats)),
            ("config", .object(config)),
        ])
        return .object(
            JSONObject([
                ("conversation_compression", .object(compression)), ("timestamp", .seconds(now)),
            ]))
    }

    /// Kilobytes in millionths; what is beyond every memory stays within a number.
    private var kilobytes: Int { min(bytes, .max / 1_000_000) * 1_000_000 / 1_024 }

    private static func tenths(_ millionths: Int) -> Int {
        (millionths + 50_000) / 100_000 * 100_000
    }
}

/// What is told when conversations are forgotten.
public struct CompressionReset: Hashable, Sendable {
    /// When, since 1970.
    public let time: Duration

    /// What is told of a time.
    public init(time: Duration) { self.time = time }

    /// The documented answer of `POST /v1/compression/reset`.
    public var json: JSONValue {
        .object(
            JSONObject([
                ("message", .string("Conversation compression state reset successfully")),
                ("timestamp", .seconds(time)),
            ]))
    }
}

extension JSONValue {
    /// The shortest decimal of millionths, with one decimal at least.
    package static func decimal(millionths: Int) -> JSONValue {
        let whole = millionths.magnitude / 1_000_000
        var digits = String(1_000_000 + millionths.magnitude % 1_000_000).dropFirst()
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return .number(JSONNumber(lexeme: (millionths < 0 ? "-" : "") + "\(whole)." + digits))
    }

    /// A time in seconds, to the millisecond.
    package static func seconds(_ time: Duration) -> JSONValue {
        .decimal(millionths: Int(time.wholeMilliseconds) * 1_000)
    }
}
