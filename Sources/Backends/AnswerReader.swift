package import ContextModel
internal import StrictJSON

/// Reads the bytes of a good answer as they come, a stream's or one body's, within a bound.
package struct AnswerReader: Sendable {
    private let wire: WireProtocol
    private let isStream: Bool
    private let limit: Int
    private var count = 0
    private var body: [UInt8] = []
    private var parser = ServerSentEventParser()
    private var draft = AnswerDraft()

    /// A reader of at most so many bytes.
    package init(_ wire: WireProtocol, isStream: Bool, limit: Int) {
        self.wire = wire
        self.isStream = isStream
        self.limit = limit
    }

    /// Whether the server said that nothing follows; what does is not read.
    package var isEnded: Bool { isStream && draft.isEnded }

    /// Takes in the next bytes. O(bytes).
    package mutating func read(_ bytes: some Collection<UInt8>) throws(AttemptFailure) {
        count += bytes.count
        guard count <= limit else {
            throw .permanent("the answer is larger than \(limit) bytes")
        }
        guard isStream else {
            body.append(contentsOf: bytes)
            return
        }
        for event in parser.read(bytes) where !draft.isEnded {
            try draft.read(event: event, as: wire)
        }
    }

    /// The answer, after the last bytes.
    package mutating func end() throws(AttemptFailure) -> SummaryAnswer {
        if !isStream {
            guard let value = body.withUnsafeBytes({ try? JSONValue(parsing: $0) }) else {
                throw .permanent("the answer is no JSON")
            }
            try draft.read(body: value, as: wire)
        }
        return try draft.answer()
    }
}
