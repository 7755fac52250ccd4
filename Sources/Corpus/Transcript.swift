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

/// What a provider reported of one request, in one convention for all of them: the parts of the prompt
/// exclude each other, and reasoning is a part of the output.
package struct RecordedUsage: Hashable, Sendable {
    /// Tokens of the prompt that were neither read from a cache nor written to one.
    package var uncached = 0
    /// Tokens that were read from a cache.
    package var read = 0
    /// Tokens that were written to a cache for five minutes, or for a time nobody said.
    package var written = 0
    /// Tokens that were written to a cache for an hour.
    package var writtenForAnHour = 0
    /// Tokens that were answered.
    package var output = 0
    /// The tokens of the prompt that was made last, where the provider asked itself again and its other
    /// figures are sums; nil where they are of one prompt.
    package var lastPrompt: Int?
    /// The model that answered.
    package var model: String?

    /// No tokens.
    package init() {}

    /// Adds the tokens of another request; of sums neither the model nor the last prompt is kept.
    mutating func add(_ other: Self) {
        uncached += other.uncached
        read += other.read
        written += other.written
        writtenForAnHour += other.writtenForAnHour
        output += other.output
        (lastPrompt, model) = (nil, nil)
    }

    /// The tokens of the whole prompt.
    package var prompt: Int { lastPrompt ?? (uncached + read + written + writtenForAnHour) }
}

/// What a recording holds and no request of its transcripts sends, counted by kind.
package struct LeftOut: Hashable, Sendable {
    /// How many of each kind.
    package private(set) var counts: [String: Int] = [:]

    /// Nothing.
    package init() {}

    /// How many of all kinds.
    package var total: Int { counts.values.reduce(0, +) }

    /// How many of them are requests: of those the recording holds the answer, but not the prompt.
    package var requests: Int { counts[Self.request] ?? 0 }

    /// How many of them are texts, pictures, calls or results.
    package var items: Int { total - requests }

    /// The kind of requests.
    static let request = "request whose prompt is not recorded"

    /// The kinds in the order of their names.
    package var kinds: [(name: String, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Counts some of a kind.
    package mutating func add(_ kind: String, _ count: Int = 1) {
        if count > 0 { counts[kind, default: 0] += count }
    }

    /// Adds what another tally counted.
    package mutating func add(_ other: Self) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }
}

extension LeftOut: CustomStringConvertible {
    /// As `3 × attachment hook_success, 1 × message of no request`; empty where nothing is left out.
    package var description: String {
        kinds.map { "\($0.count) × \($0.name)" }.joined(separator: ", ")
    }
}
