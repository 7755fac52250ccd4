import ContextModel
import Corpus
import Evaluation
import StrictJSON

/// Conversations small enough to count by hand: in words, a message costs 4 and its words, a request
/// its messages and 3.
enum SmallTalk {
    /// Requests of 9 and 21 tokens.
    static let long = transcript(["a b", "c", "d e f", "g"], requests: [1, 3])
    /// One request of 9 tokens, beginning as `long` does.
    static let short = transcript(["a b", "x y z"], requests: [1])

    /// A conversation of user and assistant in turn.
    static func transcript(
        _ texts: [String], requests: [Int], timestamps: [Int64?] = [], tools: [JSONValue] = []
    ) -> Transcript {
        let messages = texts.enumerated().map { Message($0 % 2 == 0 ? .user : .assistant, $1) }
        return transcript(
            messages: messages, requests: requests, timestamps: timestamps, tools: tools)
    }

    static func transcript(
        messages: [Message], requests: [Int], timestamps: [Int64?] = [], tools: [JSONValue] = []
    ) -> Transcript {
        Transcript(
            conversation: Conversation(messages: messages, tools: tools), timestamps: timestamps,
            requests: requests.map { RequestPoint(messageCount: $0) },
            source: TranscriptSource(path: "talk.jsonl", record: 0, format: .chatCompletions))
    }
}

/// A cell of a corpus under some settings.
func cell(
    _ settings: [String: String] = [:], mode: ReplayMode = .stateless
) -> Cell {
    let configuration = settings.sorted { $0.key < $1.key }
        .map { AxisValue(axis: $0.key, value: $0.value) }
    return Cell(
        corpus: corpora("talk")[0], configuration: configuration, mode: mode, seed: 1)
}
