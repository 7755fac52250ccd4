internal import ContextModel
internal import StrictJSON
package import WireFormats

/// The questions that annotators asked about a QMSum meeting, with their answers: references for
/// summaries, which are no part of the conversation and so not of its transcript.
package struct QMSumQuestions: Hashable, Sendable {
    /// A question with its reference answer.
    package struct Question: Hashable, Sendable {
        /// What is asked.
        package let query: String
        /// The answer of the annotator.
        package let answer: String
    }

    /// Questions about the whole meeting, usually for a summary.
    package let general: [Question]
    /// Questions about some of its turns.
    package let specific: [Question]

    /// Reads a file of QMSum: one JSON object with `general_query_list` and `specific_query_list`.
    /// A missing list has no questions; anything else that is not as it should be is refused.
    /// O(bytes).
    package init(_ bytes: UnsafeRawBufferPointer, path: String) throws(TranscriptError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch { throw TranscriptError(error, path: path) }
        do throws(TranscriptError) {
            let meeting = try value.requiredObject()
            general = try Self.questions("general_query_list", of: meeting)
            specific = try Self.questions("specific_query_list", of: meeting)
        } catch {
            var error = error
            error.path = path
            error.line = FieldPlace(bytes).line(of: error.field, in: nil)
            throw error
        }
    }

    private static func questions(
        _ key: String, of meeting: JSONObject
    ) throws(TranscriptError) -> [Question] {
        guard let list = meeting[key], !list.isNull else { return [] }
        var questions: [Question] = []
        try meeting.forEach(in: key) { (question) throws(TranscriptError) in
            questions.append(
                Question(
                    query: try question.string("query"), answer: try question.string("answer")))
        }
        return questions
    }
}

/// Reads QMSum meetings: `meeting_transcripts[{speaker, content}]` is a dialogue of several people.
///
/// Every turn becomes a user message. The speaker stands in the text, as `Speaker: words`, because
/// the `name` of the public formats allows neither spaces nor most letters.
enum QMSum {
    static let importer = Importer(.qmsum) { sample in
        guard sample.keys.contains("meeting_transcripts") else { return nil }
        return .document(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let meeting = try record.value.requiredObject()
        var messages: [Message] = []
        try meeting.forEach(in: "meeting_transcripts") { (turn) throws(TranscriptError) in
            let speaker = try turn.string("speaker")
            messages.append(Message(.user, speaker + ": " + (try turn.string("content"))))
        }
        return Transcript(
            conversation: Conversation(id: record.source.stem, messages: messages),
            requests: .betweenTurns(messages), source: record.source)
    }
}
