internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads the sessions that BFCL's memory category tells a model before it asks: JSON lines with
/// `scenario, topic, question[[{role, content}]]`.
///
/// They hold the user's turns alone. The sessions of one scenario follow each other, so they make one
/// conversation, named by the scenario.
enum BFCLMemory {
    static let importer = Importer(.bfclMemory) { sample in
        let isSession = sample.records.contains {
            $0["scenario"] != nil && $0["topic"] != nil && $0["question"]?.array != nil
        }
        return isSession ? .session { Sessions(source: $0) } : nil
    }

    private struct Sessions: SessionReader {
        let source: TranscriptSource
        private var scenarios: [(name: String, messages: [Message])] = []

        init(source: TranscriptSource) { self.source = source }

        mutating func add(_ line: JSONValue) throws(TranscriptError) {
            let session = try line.requiredObject()
            let scenario = try session.string("scenario")
            let messages = try Self.messages(of: session)
            if let known = scenarios.firstIndex(where: { $0.name == scenario }) {
                scenarios[known].messages += messages
            } else {
                scenarios.append((scenario, messages))
            }
        }

        private static func messages(of session: JSONObject) throws(TranscriptError) -> [Message] {
            var messages: [Message] = []
            for (index, turn) in try session.array("question").enumerated() {
                do throws(TranscriptError) {
                    guard let rows = turn.array else {
                        throw TranscriptError(expected: "an array of messages", found: turn)
                    }
                    messages += try rows.mapElements(ChatCompletionsFormat.decodeMessage)
                } catch { throw error.inside(index).inside("question") }
            }
            return messages
        }

        func finish() -> [Transcript] {
            scenarios.map { scenario in
                Transcript(
                    conversation: Conversation(id: scenario.name, messages: scenario.messages),
                    requests: .answeredOrAsked(scenario.messages), source: source)
            }
        }
    }
}
