internal import ContextModel
internal import StrictJSON
internal import WireFormats

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
