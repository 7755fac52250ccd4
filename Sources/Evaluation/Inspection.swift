package import ContextModel

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
