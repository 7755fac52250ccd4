internal import ContextModel
internal import ContextPipeline
internal import Corpus
internal import TokenAccounting

/// One conversation being replayed, request by request.
struct ConversationReplay {
    let transcript: Transcript
    /// The limit that holds for it.
    let limit: Int
    /// What was answered so far.
    private(set) var answers: TrialAnswers
    /// What its requests took.
    var effort = Effort()
    /// How long it took by the virtual clock.
    var span = Duration.zero

    private var session: ContextSession
    private var history: History
    /// What compression did; nil where there is none.
    private var compression: CompressionTally?
    private var terms = RequestTerms()
    private var next = 0
    private var prompts: PromptCacheRun
    private var sent: SentMessages
    /// What was made and is not taken down yet: that is no part of what is timed.
    private var made: [Made] = []

    private struct Made {
        let outcome: ContextOutcome
        /// How many messages of the recording it follows.
        let count: Int
        let time: Duration
        let nanoseconds: Int64
    }

    init(
        _ transcript: Transcript, limit: Int, mode: ReplayMode, session: ContextSession,
        compression: CompressionTally?, prompts: PromptCacheRun, sent: SentMessages
    ) {
        self.prompts = prompts
        self.sent = sent
        self.transcript = transcript
        self.limit = limit
        self.session = session
        self.compression = compression
        history = History(transcript.conversation.messages, mode: mode)
        answers = TrialAnswers(capacity: transcript.requests.count)
        terms.format = transcript.conversation.format
    }

    /// The request that comes next; nil after the last.
    var request: RequestPoint? {
        next < transcript.requests.count ? transcript.requests[next] : nil
    }

    /// When the next request was recorded, in milliseconds since 1970, if that is known.
    var recordedTime: Int64? { request.flatMap(transcript.timestamp) }

    /// Makes the next request, at a time on the clock of ages, and returns the nanoseconds of its
    /// service. What is not the pipeline's work is kept out of them.
    mutating func makeRequest(
        at now: Duration, _ instruments: Instruments
    ) async -> Int64 {
        guard let request else { return 0 }
        next += 1
        let messages = history.request(request.messageCount)
        let start = instruments.wall()
        let outcome = await session.process(
            messages, tools: transcript.conversation.tools, terms: terms, at: now)
        let time = Int64(instruments.wall() - start)
        history.keep(outcome)
        made.append(
            Made(outcome: outcome, count: request.messageCount, time: now, nanoseconds: time))
        return time
    }

    /// Takes down what came of the requests, and charges them.
    mutating func settle() {
        for request in made {
            let outcome = request.outcome
            let asSent = sent.request(
                outcome.sent, after: request.count,
                summarizer: outcome.trace.reduce(0) { $0 + $1.summarizerTokens.value },
                at: request.time)
            prompts.add(asSent)
            compression?.add(outcome)
            answers.add(
                outcome, as: asSent, nanoseconds: request.nanoseconds,
                line: outcome.line(asSent, among: sent))
        }
        made = []
    }

    /// The answers, all of them taken down.
    func finished() -> TrialAnswers {
        var settled = self
        settled.settle()
        var answers = settled.answers
        answers.prompts = settled.prompts
        answers.compression = settled.compression
        answers.span = span
        return answers
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

/// What a client sends: the whole transcript so far each time, or what it was left with and what is
/// new since.
private struct History {
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
