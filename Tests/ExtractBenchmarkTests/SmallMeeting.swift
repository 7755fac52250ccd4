import ContextModel
import Corpus

/// A meeting of a few messages.
enum SmallMeeting {
    static func transcript(_ texts: [String]) -> Transcript {
        Transcript(
            conversation: Conversation(messages: texts.map { Message(.user, $0) }, tools: []),
            timestamps: [], requests: [],
            source: TranscriptSource(path: "m.json", record: 0, format: .qmsum))
    }
}
