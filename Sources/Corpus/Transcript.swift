package import ContextModel
internal import WireFormats

/// A recorded conversation with what replay needs: when its requests were made, and where it is
/// from.
package struct Transcript: Sendable, Equatable {
    /// The messages as recorded; never edited.
    package var conversation: Conversation
    /// When each message was recorded, in milliseconds since 1970; nil where there is no time. As
    /// long as the messages, or empty if the recording has no times at all.
    package var timestamps: [Int64?]
    /// The requests of the recording, oldest first, prefixes never shrinking.
    package var requests: [RequestPoint]
    /// Where the transcript was read.
    package var source: TranscriptSource
    /// Which part of its recorded conversation it is; nil for the first, or the only one.
    package var stretch: Stretch?
    /// What the recording of its conversation holds and no request sent; told with the first stretch.
    package var leftOut = LeftOut()
    /// What was passed over inside its record; a reader takes it over.
    var remarks: [TranscriptError] = []

    /// A transcript.
    package init(
        conversation: Conversation, timestamps: [Int64?] = [], requests: [RequestPoint],
        source: TranscriptSource
    ) {
        self.conversation = conversation
        self.timestamps = timestamps
        self.requests = requests
        self.source = source
    }
}

/// One request to a model: the messages before a position of the transcript.
package struct RequestPoint: Hashable, Sendable {
    /// How many messages the request sent.
    package var messageCount: Int
    /// Whether the recording only implies the request (dialogues of people, user turns alone).
    package var isSynthetic: Bool
    /// What the provider reported, where it is recorded.
    package var usage: RecordedUsage?

    /// A request that sent the first `messageCount` messages.
    package init(messageCount: Int, isSynthetic: Bool = false, usage: RecordedUsage? = nil) {
        self.messageCount = messageCount
        self.isSynthetic = isSynthetic
        self.usage = usage
    }
}

/// The file and record a transcript came from.
package struct TranscriptSource: Hashable, Sendable {
    /// The path relative to the corpus folder.
    package var path: String
    /// The position of the record in the file, from 0.
    package var record: Int
    /// The recognised format.
    package var format: TranscriptFormat

    /// The position of the record in the file as people count, from 1: conversations without a name are
    /// called by it.
    package var place: Int { record + 1 }

    /// A source.
    package init(path: String, record: Int, format: TranscriptFormat) {
        self.path = path
        self.record = record
        self.format = format
    }
}
