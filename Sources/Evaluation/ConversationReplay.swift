internal import ContextModel
internal import ContextPipeline
internal import Corpus
internal import Settings
internal import TokenAccounting

/// One conversation being replayed, request by request.
struct ConversationReplay {
    let transcript: Transcript
    /// What its requests took.
    var effort = Effort()
    /// How long it took by the virtual clock.
    var span = Duration.zero
    /// Its exact record, as far as requests are taken down.
    private(set) var account: ConversationAccount
    /// What the pipeline did, as far as requests are taken down.
    private(set) var tally: RequestTally

    private var session: ContextSession
    /// What is made of the whole recording at every request, where the client keeps something else: that
    /// bounds the bill in hindsight.
    private var alternative: Alternative
    private var history: ClientHistory
    private var options = RequestOptions()
    private var next = 0
    /// What was made and is not taken down yet: that is no part of what is timed.
    private var made: [(outcome: ContextOutcome, index: Int, time: Duration, nanoseconds: Int64)] =
        []

    /// Where the contexts come from that are made of the whole recording.
    enum Alternative {
        /// They are what is sent, or nobody asks for them.
        case none
        /// Another cell made them.
        case known(RecordedContexts)
        /// A session of their own makes them.
        case session(ContextSession)
    }

    /// A conversation before its first request.
    init(
        _ transcript: Transcript, mode: ReplayMode, session: ContextSession,
        alternative: Alternative, account: ConversationAccount
    ) {
        tally = RequestTally(
            measuresCompaction: session.configuration.management == .compaction)
        self.transcript = transcript
        self.session = session
        self.alternative = alternative
        self.account = account
        history = ClientHistory(transcript.conversation.messages, mode: mode)
        options.format = transcript.conversation.format
    }

    /// The request that comes next; nil after the last.
    var request: RequestPoint? {
        next < transcript.requests.count ? transcript.requests[next] : nil
    }

    /// When the next request was recorded, in milliseconds since 1970, if that is known.
    var recordedTime: Int64? { request.flatMap(transcript.timestamp) }

    /// Makes the next request, at a time on the clock of ages, and returns the nanoseconds of its
    /// service. What is not the pipeline's work is kept out of them.
    mutating func makeRequest(at now: Duration, _ environment: MeasurementEnvironment) async
        -> Int64
    {
        guard let request else { return 0 }
        let messages = history.request(request.messageCount)
        let start = environment.wall()
        let outcome = await session.process(
            messages, tools: transcript.conversation.tools, options: options, at: now)
        let time = Int64(environment.wall() - start)
        history.keep(outcome)
        made.append((outcome, next, now, time))
        next += 1
        return time
    }

    /// Takes down what came of the requests, and returns the last of them.
    @discardableResult mutating func takeDown() async -> MadeRequest? {
        var last: MadeRequest?
        for request in made {
            let fromRecording = await sentFromRecording(request.index, at: request.time)
            let one = MadeRequest(
                outcome: request.outcome, fromRecording: fromRecording, index: request.index,
                time: request.time)
            account.add(one)
            tally.add(request.outcome, nanoseconds: request.nanoseconds)
            last = one
        }
        made = []
        return last
    }

    private mutating func sentFromRecording(
        _ index: Int, at time: Duration
    ) async -> ArraySlice<Message>? {
        switch alternative {
        case .none: return nil
        case .known(let contexts): return contexts.messages(ofRequest: index)
        case .session(var session):
            // Moved out and back, so that it is the only owner of what it remembers.
            alternative = .none
            let count = transcript.requests[index].messageCount
            let outcome = await session.process(
                transcript.conversation.messages[..<count], tools: transcript.conversation.tools,
                options: options, at: time)
            alternative = .session(session)
            return outcome.sent
        }
    }
}

extension Transcript {
    /// When a request was made: the time of the message that answered it, else of the last it sent.
    fileprivate func timestamp(of request: RequestPoint) -> Int64? {
        guard !timestamps.isEmpty else { return nil }
        let answer =
            request.messageCount < timestamps.count ? timestamps[request.messageCount] : nil
        return answer ?? (request.messageCount > 0 ? timestamps[request.messageCount - 1] : nil)
    }
}

/// What a client sends: the whole transcript so far each time, or the context it was left with and what
/// is new since.
private struct ClientHistory {
    private let messages: [Message]
    private let mode: ReplayMode
    /// What the client keeps, once the pipeline has changed anything; until then it is the transcript.
    private var kept: [Message]?
    private var seen = 0

    init(_ messages: [Message], mode: ReplayMode) {
        self.messages = messages
        self.mode = mode
    }

    /// The messages of the request that follows the first `count` messages of the transcript.
    mutating func request(_ count: Int) -> ArraySlice<Message> {
        let new = messages[seen..<max(seen, count)]
        seen = max(seen, count)
        guard mode == .stateful, kept != nil else { return messages[..<count] }
        kept?.append(contentsOf: new)
        return kept?[...] ?? []
    }

    /// Takes over what the pipeline made of the request, if it changed anything.
    mutating func keep(_ outcome: ContextOutcome) {
        if mode == .stateful, outcome.isChanged { kept = Array(outcome.context) }
    }
}
