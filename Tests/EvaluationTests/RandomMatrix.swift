import ContextModel
import Corpus
import Evaluation
import Pricing
import Statistics
import TestSupport
import Tokenization

/// A few random conversations and settings to replay them under, the same for the same seed.
struct RandomMatrix {
    static let tokenizer = Tokenizer(.cl100kBase)

    let transcripts: [Transcript]
    /// The settings of the cells, by axis.
    let settings: [[String: String]]

    init(seed: UInt64, conversations: Int = 3, settings count: Int = 7) {
        var generator = SeededGenerator(seed: seed, name: "random matrix")
        let formats = WireFormat.allCases.map { format in
            HistoryGenerator(seed: seed, format: format, legal: true)
        }
        var histories = formats
        transcripts = (0..<conversations).map { number in
            let place = generator.next(below: histories.count)
            return Self.transcript(
                histories[place].next(), formats[place].format, number, &generator)
        }
        let gap = generator.choose(["30s", "299s", "10m"])
        settings = (0..<count).map { _ in Self.settings(gap, &generator) }
    }

    /// A conversation with a request before most answers, and sometimes one at the end.
    private static func transcript(
        _ messages: [Message], _ format: WireFormat, _ number: Int,
        _ generator: inout SeededGenerator
    ) -> Transcript {
        let counts = (1...messages.count).filter { count in
            count < messages.count
                ? messages[count].role == .assistant && generator.next(below: 5) > 0
                : generator.next(below: 2) == 0
        }
        return Transcript(
            conversation: Conversation(
                id: "talk \(number)", messages: messages, format: format),
            requests: counts.map { RequestPoint(messageCount: $0) },
            source: TranscriptSource(path: "talks", record: number, format: .chatCompletions))
    }

    private static func settings(
        _ gap: String, _ generator: inout SeededGenerator
    ) -> [String: String] {
        let counter = generator.choose(["cl100k_base", "cl100k_base", "characters/4"])
        return [
            "counter": counter,
            "management": generator.choose(["off", "full", "chunked", "legacy", "compaction"]),
            "context.limit": generator.choose(["30%", "60%", "100%", "1500"]),
            "context.reservedOutput": generator.choose(["0", "100"]),
            "cache.count": generator.choose(["on", "off"]),
            "compression.mode": counter == "cl100k_base"
                ? generator.choose(["off", "conversation", "request"]) : "off",
            "price.model": generator.choose(["claude-sonnet-4-5", "gpt-4o", "deepseek-chat"]),
            "price.rule": generator.choose(PriceRule.all.map(\.name)),
            "replay.gap": gap,
        ]
    }

    /// What cells are measured with.
    static var environment: MeasurementEnvironment {
        var environment = MeasurementEnvironment.words()
        environment.hasher = PlainTestHasher()
        environment.reference = tokenizer
        let estimate = environment.counter
        environment.counter = { name in
            if name == RandomMatrix.tokenizer.name { return RandomMatrix.tokenizer }
            return estimate(name)
        }
        return environment
    }
}
