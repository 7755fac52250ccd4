/// Something that shortens messages to a text: an extract, a model behind HTTP, a recording, a script.
///
/// A summariser may fail, be slow, or answer nonsense; whoever asks guards the answer and has a
/// deterministic fallback.
public protocol Summarizer: Sendable {
    /// Everything besides the request that shapes an answer (kind, model, prompt version,
    /// temperature), as one line: part of every cache key.
    var identity: String { get }

    /// The most tokens that the messages of a request may have, counted as the request's budget is.
    var inputLimit: TokenCount { get }

    /// A summary of the request's messages. Never returns silently what it could not do: whatever goes
    /// wrong is thrown.
    func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer
}

/// What a summariser is asked for.
public struct SummaryRequest: Hashable, Sendable {
    /// The messages to be condensed: whole atoms, oldest first.
    public var messages: [Message]
    /// Messages before those, for understanding only; the summary is not of them.
    public var overlap: [Message]
    /// What the conversation is about now, as text; empty where the summary must not depend on it.
    public var focus: String
    /// The most tokens that the summary may have.
    public var budget: TokenCount
    /// What kind of summary.
    public var style: SummaryStyle

    /// A request; overlap and focus are empty by default.
    public init(
        _ messages: [Message], overlap: [Message] = [], focus: String = "", budget: TokenCount,
        style: SummaryStyle = .conversation
    ) {
        self.messages = messages
        self.overlap = overlap
        self.focus = focus
        self.budget = budget
        self.style = style
    }
}

/// The kinds of summaries (doc 002).
public enum SummaryStyle: String, Hashable, Sendable, CaseIterable {
    /// What happened, in order.
    case conversation = "conversation_summary"
    /// Facts, decisions and questions, a line each.
    case keyPoints = "key_point_extraction"
    /// One level of a hierarchy: summaries of summaries carry on what the lower level kept.
    case progressive = "progressive_summarization"
}

/// What a summariser answered.
public struct SummaryAnswer: Hashable, Sendable {
    /// The summary.
    public var text: String
    /// Whether the summariser ended by itself, not at its output limit.
    public var isComplete: Bool
    /// Tokens of the prompt as the summariser counted them, if it says so.
    public var promptTokens: Int?
    /// Tokens of the answer as the summariser counted them, if it says so.
    public var outputTokens: Int?

    /// An answer; complete unless said otherwise.
    public init(
        _ text: String, isComplete: Bool = true, promptTokens: Int? = nil, outputTokens: Int? = nil
    ) {
        self.text = text
        self.isComplete = isComplete
        self.promptTokens = promptTokens
        self.outputTokens = outputTokens
    }
}

/// Why there is no summary.
public enum SummarizerError: Error, Hashable, Sendable {
    /// It took too long.
    case timedOut
    /// The caller gave up.
    case cancelled
    /// The messages exceed what the summariser can read.
    case tooLong
    /// A recording has no answer to this request.
    case notRecorded
    /// Nobody answered, or not the one who was meant to: of the connection, the server's state or the key,
    /// in words without secrets.
    case unavailable(String)
    /// Anything else, in words without secrets.
    case failed(String)
}

extension SummarizerError {
    /// Whether it says nothing about the request: asked again, the same may be answered. A recording that
    /// kept such an error would replay one bad hour for ever.
    public var isPassing: Bool {
        switch self {
        case .timedOut, .cancelled, .notRecorded, .unavailable: true
        case .tooLong, .failed: false
        }
    }
}

extension SummarizerError: CustomStringConvertible {
    /// A few words for a trace.
    public var description: String {
        switch self {
        case .timedOut: "timed out"
        case .cancelled: "cancelled"
        case .tooLong: "too long for the summariser"
        case .notRecorded: "not recorded"
        case .unavailable(let reason), .failed(let reason): reason
        }
    }
}

extension SummaryRequest {
    /// The digest of the request and of all else that shapes its answer: who is asked, and for whom.
    /// Recordings, caches and plans know an answer by it. O(bytes).
    public func digest(for asked: String, _ hasher: any ContentHasher) -> ContentDigest {
        var bytes = canonicalBytes
        bytes.add(asked)
        return hasher.digest(bytes.bytes)
    }

    /// Every field of the request. O(bytes).
    public var canonicalBytes: CanonicalBytes {
        var bytes = CanonicalBytes()
        bytes.add("summary request/1")
        bytes.add(messages.count)
        for message in messages { bytes.add(message) }
        bytes.add(overlap.count)
        for message in overlap { bytes.add(message) }
        bytes.add(focus)
        bytes.add(budget.value)
        bytes.add(style.rawValue)
        return bytes
    }
}
