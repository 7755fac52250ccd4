import Evaluation
import GRDB

/// The columns of a conversation's record, each with the field that it holds: the one place where they
/// stand.
enum ConversationColumns {
    /// A column.
    struct Column: Sendable {
        let name: String
        let get: @Sendable (ConversationResult) -> Int64
        let set: @Sendable (inout ConversationResult, Int64) -> Void
    }

    /// All columns after cell, number and name, in the order of the table.
    static let all: [Column] = [
        count("requests", \.requests), count("changed", \.changed),
        count("not_fitting", \.notFitting), count("rejected", \.rejected),
        count("recorded", \.recorded), count("sent", \.sent), count("uncached", \.uncached),
        count("cache_read", \.cacheRead), count("cache_written", \.cacheWritten),
        count("summarizer", \.summarizer), money("bill", \.bill),
        money("bill_uncached", \.billUncached), money("bill_hindsight", \.billHindsight),
        money("answers", \.answers), count("references_needed", \.referencesNeeded),
        count("references_visible", \.referencesVisible),
        count("references_recoverable", \.referencesRecoverable), count("recalls", \.recalls),
        count("refetches", \.refetches), count("unfetchable", \.unfetchable),
        count("refetch_tokens", \.refetchTokens), money("refetch_bill", \.refetchBill),
    ]

    /// Their declarations in SQL.
    static let declarations = all.map { "\($0.name) INTEGER NOT NULL" }.joined(separator: ", ")

    /// Their names, with a comma between.
    static let names = all.map(\.name).joined(separator: ", ")

    /// The statement that inserts a row.
    static let insertion = """
        INSERT INTO conversation (cell, number, name, \(names))
        VALUES (\(Array(repeating: "?", count: all.count + 3).joined(separator: ", ")))
        """

    /// A row's values.
    static func arguments(
        _ conversation: ConversationResult, number: Int, cell: Int64
    ) -> StatementArguments {
        let key: [any DatabaseValueConvertible] = [cell, number, conversation.name]
        return StatementArguments(key + all.map { $0.get(conversation) })
    }

    /// The record of a row.
    static func conversation(_ row: Row) -> ConversationResult {
        var conversation = ConversationResult(name: row["name"])
        for column in all { column.set(&conversation, row[column.name]) }
        return conversation
    }

    private static func count(
        _ name: String, _ path: any WritableKeyPath<ConversationResult, Int> & Sendable
    ) -> Column {
        Column(name: name, get: { Int64($0[keyPath: path]) }) { $0[keyPath: path] = Int($1) }
    }

    private static func money(
        _ name: String, _ path: any WritableKeyPath<ConversationResult, Int64> & Sendable
    ) -> Column {
        Column(name: name, get: { $0[keyPath: path] }) { $0[keyPath: path] = $1 }
    }
}
