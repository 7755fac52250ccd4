internal import ContextModel

/// A stretch of a conversation while its lines are gathered.
struct OpenStretch {
    /// The conversation it is of.
    let conversation: Int
    /// Why it was begun, if it is not the first.
    let cause: Stretch.Cause
    var messages: [Message] = []
    private(set) var times: [Int64?] = []
    /// Of each message, whether an earlier stretch holds it.
    private(set) var isRepeated: [Bool] = []
    var requests: [RequestPoint] = []
    /// The answer it ends with.
    var last: Int?
    var summary: Int?
    /// The lines that it holds.
    private(set) var lines: Set<Int> = []
    /// The calls without a result, in their order.
    private(set) var openCalls: [String] = []
    private var lineOfMessage: [Int] = []
    private var answeredCalls: Set<String> = []

    init(conversation: Int, cause: Stretch.Cause) {
        self.conversation = conversation
        self.cause = cause
    }

    /// Adds a message of a line; a second result of one call is left out.
    mutating func append(_ message: Message, line: Int, time: Int64?, isRepeated: Bool) {
        lines.insert(line)
        let answered = message.toolResults.compactMap(\.callID)
        if message.role == .tool, let call = answered.first, answeredCalls.contains(call) { return }
        messages.append(message)
        times.append(time)
        self.isRepeated.append(isRepeated)
        lineOfMessage.append(line)
        answeredCalls.formUnion(answered)
        openCalls.removeAll { answered.contains($0) }
        openCalls += message.toolCalls.compactMap(\.id).filter { !answeredCalls.contains($0) }
    }

    /// A stretch that begins with the first messages of this one.
    func copy(upTo end: Int, cause: Stretch.Cause) -> Self {
        var copy = Self(conversation: conversation, cause: cause)
        for place in 0..<end {
            copy.append(
                messages[place], line: lineOfMessage[place], time: times[place], isRepeated: true)
        }
        copy.summary = summary.flatMap { $0 < end ? $0 : nil }
        return copy
    }

    /// Notes that the messages from a place on are of an earlier stretch.
    mutating func markRepeated(from place: Int) {
        for index in place..<messages.count { isRepeated[index] = true }
    }

    /// What a transcript says of the stretch.
    func finished(number: Int) -> Stretch {
        Stretch(
            number: number, cause: cause, repeated: [Range<Int>](where: isRepeated),
            summary: summary)
    }

    /// Empties the results of some calls; whether there was any.
    mutating func clearResults(of calls: Set<String>) -> Bool {
        var isAny = false
        for place in messages.indices where messages[place].role == .tool {
            messages[place].parts = messages[place].parts.map { part in
                guard case .toolResult(var result) = part, let call = result.callID,
                    calls.contains(call), !result.content.isEmpty
                else { return part }
                isAny = true
                result.content = []
                result.shape = .string
                return .toolResult(result)
            }
        }
        return isAny
    }

    /// Takes calls out whose results were in lines that could not be read: nobody accepts a call without
    /// its result. An answer of which nothing is left goes with its request. Returns how many calls.
    mutating func removeCallsWithoutResults(lost: [Int]) -> Int {
        guard let last = lost.last else { return 0 }
        var removed = 0
        for place in messages.indices.reversed() where lineOfMessage[place] < last {
            let count = messages[place].parts.count
            messages[place].parts.removeAll { part in
                guard case .toolCall(let call) = part, let id = call.id else { return false }
                return openCalls.contains(id)
            }
            removed += count - messages[place].parts.count
            if count > 0, messages[place].parts.isEmpty { removeMessage(at: place) }
        }
        return removed
    }

    private mutating func removeMessage(at place: Int) {
        messages.remove(at: place)
        times.remove(at: place)
        isRepeated.remove(at: place)
        lineOfMessage.remove(at: place)
        requests.removeAll { $0.messageCount == place }
        for index in requests.indices where requests[index].messageCount > place {
            requests[index].messageCount -= 1
        }
        if let summary, summary > place { self.summary = summary - 1 }
    }
}
