package import ContextModel
internal import ContextPipeline
internal import Pricing

/// One conversation of a cell, replayed once more with everything that happened to its requests.
package struct Inspection: Sendable {
    /// The conversation's name: that of its record, unless whoever replays it knows a fuller one.
    package var name: String
    /// The cell.
    package let cell: Cell
    /// The tokens that a request may have, the reserved output included.
    package let limit: Int
    /// The recording's messages.
    package let messages: [Message]
    /// The exact tokens of each.
    package let tokens: [Int]
    /// The conversation's record: the cell's own, since it is made in the same way.
    package let result: ConversationResult
    /// The requests, in order.
    package let requests: [Request]

    /// A request as it was recorded, as it was sent, and what that cost and lost.
    package struct Request: Sendable {
        /// Its number, from 1.
        package let number: Int
        /// When it was made, on the clock of ages.
        package let time: Duration
        /// How many of the recording's messages it would send.
        package let recordedMessages: Int
        /// What it would cost as recorded, in tokens.
        package let recorded: Int
        /// What was sent in its place.
        package let sent: [Message]
        /// The place in the recording of each message that was sent; nil for what a step made.
        package let places: [Int?]
        /// The tokens of each message that was sent.
        package let sentTokens: [Int]
        /// What it cost in tokens.
        package let tokens: Int
        /// Those of them that the provider's prompt cache had.
        package let cacheRead: Int
        /// Those that were written to it for a fee.
        package let cacheWritten: Int
        /// Those that it neither had nor took.
        package let uncached: Int
        /// What it cost, in nano-dollars; summarisers' calls included.
        package let bill: Int64
        /// What it would cost to fetch again what its answer lacks, in nano-dollars.
        package let refetchBill: Int64
        /// Whether it and the reserved output exceed the limit.
        package let isTooLong: Bool
        /// Whether a provider would refuse it for its form.
        package let isRejected: Bool
        /// The steps that changed something, in order.
        package let steps: [Step]
        /// Where it stopped beginning as the request before did; nil if it begins with all of that.
        package let prefixBreak: PrefixBreak?
        /// What became of the identifiers that its answer takes from earlier messages.
        package let references: [Reference]
    }

    /// A step that changed a request.
    package struct Step: Hashable, Sendable {
        /// The stage's name.
        package let stage: String
        /// Why it acted.
        package let reason: String
        /// The tokens before and after it.
        package let before: Int, after: Int
    }

    /// The place where a request no longer begins as the one before: what stands behind it is read from
    /// no cache.
    package struct PrefixBreak: Hashable, Sendable {
        /// How many messages both begin with.
        package let kept: Int
        /// The tokens of the request before that stand behind them.
        package let tokens: Int
        /// The stages that changed this request; empty where the client changed it.
        package let stages: [String]
    }

    /// An identifier that an answer uses.
    package struct Reference: Hashable, Sendable {
        /// What is used.
        package let identifier: Identifier
        /// Whether the request still showed it.
        package let outcome: ReferenceTally.Outcome
    }

    /// The figures that differ from what a run stored of the conversation: none, unless another program made
    /// it, or sessions shared memory.
    package func differences(from stored: ConversationResult) -> [Metric] {
        ConversationResult.fieldMetrics.filter { result.value(of: $0) != stored.value(of: $0) }
    }

    /// References of some outcome, of all requests.
    package func count(_ outcome: ReferenceTally.Outcome) -> Int {
        requests.reduce(0) { $0 + $1.count(outcome) }
    }
}

extension Inspection.Request {
    /// How many of the answer's references had an outcome.
    package func count(_ outcome: ReferenceTally.Outcome) -> Int {
        references.count { $0.outcome == outcome }
    }
}

extension Inspection.Request {
    /// A stretch of a text: an identifier that the request's answer uses, or what stands between two.
    package struct Piece: Hashable, Sendable {
        /// The text.
        package let text: String
        /// What became of the identifier; nil for anything else.
        package let outcome: ReferenceTally.Outcome?
    }

    /// The pieces of a text, in order; together they are the text. O(bytes).
    package func pieces(of text: String) -> [Piece] {
        let used = Dictionary(
            references.map { ($0.identifier.text, $0.outcome) }, uniquingKeysWith: { one, _ in one }
        )
        guard !used.isEmpty else { return text.isEmpty ? [] : [Piece(text: text, outcome: nil)] }
        let bytes = Array(text.utf8)
        var pieces: [Piece] = []
        var end = 0
        func add(_ range: Range<Int>, _ outcome: ReferenceTally.Outcome?) {
            guard !range.isEmpty else { return }
            pieces.append(
                Piece(text: String(decoding: bytes[range], as: UTF8.self), outcome: outcome))
        }
        for place in IdentifierScanner().places(in: text) {
            // One that stands within another, as a path in an address, was marked with it.
            guard let outcome = used[place.identifier.text], place.bytes.lowerBound >= end else {
                continue
            }
            add(end..<place.bytes.lowerBound, nil)
            add(place.bytes, outcome)
            end = place.bytes.upperBound
        }
        add(end..<bytes.count, nil)
        return pieces
    }
}

extension Trial {
    /// Replays the conversation at a place of the corpus, and takes down every request. With memory that
    /// sessions share it differs from the cell, where others came before.
    func inspection(of index: Int) async throws(TrialError) -> Inspection {
        let recorded = recorded.conversations[index]
        var replayed = try conversation(index)
        var requests: [Inspection.Request] = []
        var clock = VirtualClock(gap: settings.gap)
        while replayed.request != nil {
            let now = clock.advance(recorded: replayed.recordedTime)
            let before = replayed.account
            _ = await replayed.makeRequest(at: now, environment)
            guard let made = await replayed.takeDown() else { break }
            requests.append(
                Inspection.Request(made, recorded, before: before, after: replayed.account))
        }
        return Inspection(
            name: recorded.name, cell: cell, limit: limit(of: index),
            messages: recorded.messages, tokens: recorded.tokens, result: result(of: replayed),
            requests: requests)
    }
}

extension Inspection.Request {
    /// A request that was made, by the conversation's account before and after it.
    fileprivate init(
        _ made: MadeRequest, _ recording: RecordedConversation, before: ConversationAccount,
        after: ConversationAccount
    ) {
        let sum = after.result
        let count = recording.requests[made.index]
        let last = after.lastSent
        let steps = made.outcome.trace.filter(\.isCommitted)
        number = made.index + 1
        time = made.time
        recordedMessages = count
        recorded = recording.tokens(ofRequest: made.index)
        sent = Array(made.outcome.sent)
        places = last.numbers.map { Int($0) < recording.messages.count ? Int($0) : nil }
        sentTokens = last.ends.indices.map {
            last.ends[$0] - ($0 == 0 ? recording.fixed : last.ends[$0 - 1])
        }
        tokens = sum.sent - before.result.sent
        cacheRead = sum.cacheRead - before.result.cacheRead
        cacheWritten = sum.cacheWritten - before.result.cacheWritten
        uncached = sum.uncached - before.result.uncached
        bill = after.bills.bill - before.bills.bill
        refetchBill = after.bills.refetch - before.bills.refetch
        isTooLong = sum.notFitting > before.result.notFitting
        isRejected = sum.rejected > before.result.rejected
        self.steps = steps.map {
            Inspection.Step(
                stage: $0.stage, reason: $0.reason, before: $0.before.value, after: $0.after.value)
        }
        prefixBreak = Inspection.PrefixBreak(before.lastSent, last, steps.map(\.stage))
        references = after.verdict.outcomes.map {
            Inspection.Reference(
                identifier: recording.scorer.identifier($0.identifier), outcome: $0.outcome)
        }
    }
}

extension Inspection.PrefixBreak {
    /// The break between two requests; nil where the second begins with all of the first.
    fileprivate init?(
        _ first: (numbers: [Int32], ends: [Int]), _ second: (numbers: [Int32], ends: [Int]),
        _ stages: [String]
    ) {
        let common = commonCount(first.numbers[...], second.numbers[...])
        guard common < first.numbers.count, let whole = first.ends.last else { return nil }
        kept = common
        tokens = whole - (common == 0 ? 0 : first.ends[common - 1])
        self.stages = stages
    }
}
