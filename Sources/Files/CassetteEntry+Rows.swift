internal import ContextModel
import FoundationEssentials
internal import GRDB

extension CassetteEntry {
    /// What the columns hold, by name.
    var columns: Columns {
        let recorded = RecordedAnswer(answer)
        return [
            "key": key.hexadecimal, "summarizer": Self.stored(summarizer), "style": style.rawValue,
            "budget": budget.value, "source": source.hexadecimal,
            "text": recorded.text.map(Self.stored),
            "complete": recorded.isComplete, "prompt_tokens": recorded.promptTokens,
            "output_tokens": recorded.outputTokens, "error": recorded.error,
            "reason": recorded.reason.map(Self.stored),
        ]
    }

    /// The entry of a row, or nil if it holds what no entry of this version is written as.
    init?(_ row: Row) {
        func value<Value: DatabaseValueConvertible>(_ name: String) -> Value? {
            Value.fromDatabaseValue(row[name])
        }
        guard let key = value("key").flatMap(ContentDigest.init(hexadecimal:)),
            let source = value("source").flatMap(ContentDigest.init(hexadecimal:)),
            let style = value("style").flatMap(SummaryStyle.init(rawValue:)),
            let summarizer = Self.text(row["summarizer"]), let budget: Int = value("budget"),
            let answer = RecordedAnswer(
                text: Self.text(row["text"]), isComplete: value("complete"),
                promptTokens: value("prompt_tokens"), outputTokens: value("output_tokens"),
                error: value("error"), reason: Self.text(row["reason"])
            ).result
        else { return nil }
        self.init(
            key: key, summarizer: summarizer, style: style, budget: TokenCount(budget),
            source: source, answer: answer)
    }

    private static func stored(_ text: String) -> DatabaseValue {
        text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue
    }

    private static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .string(let text): text
        case .blob(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }
}
