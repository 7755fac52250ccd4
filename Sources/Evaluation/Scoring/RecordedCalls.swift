internal import ContextModel
internal import StrictJSON

/// Numbers the tool calls of a conversation, equal ones alike, and says which call a result answers.
///
/// Calls are equal if tool and arguments are: whoever makes an equal call fetches the same thing
/// again. Arguments that are JSON are compared without their white space.
struct RecordedCalls: Sendable {
    private struct Call: Hashable {
        let name: String
        let arguments: String
    }

    private var numbers: [Call: Int32] = [:]
    private var byID: [String: Int32] = [:]
    /// The calls of the newest message that made any, without those that results have answered which
    /// name no call. Some recordings have no identifiers; there the order says what answers what.
    private var waiting: ArraySlice<Int32> = []

    /// The numbers of a message's calls, in order. O(bytes of arguments).
    mutating func numbers(of message: Message) -> [Int32] {
        message.toolCalls.map { call in
            let key = Call(name: call.name, arguments: call.arguments.comparableText)
            let number = numbers[key] ?? Int32(numbers.count)
            numbers[key] = number
            return number
        }
    }

    /// Notes the calls of the next message, so that later results find them.
    mutating func append(_ message: Message) {
        let calls = message.toolCalls
        guard !calls.isEmpty else { return }
        let own = numbers(of: message)
        for (call, number) in zip(calls, own) {
            if let id = call.id { byID[id] = number }
        }
        waiting = own[...]
    }

    /// The call that a result answers; nil if the recording does not say.
    mutating func answered(by id: String?) -> Int32? {
        guard let id else { return waiting.popFirst() }
        return byID[id]
    }
}

extension ToolArguments {
    /// The arguments, without white space between JSON tokens; other text as it is.
    fileprivate var comparableText: String {
        guard case .text(let text) = self, let value = try? JSONValue(parsing: text) else {
            return self.text
        }
        return value.compactText
    }
}
