internal import ContextModel
internal import Statistics

/// What makes a history invalid.
extension HistoryGenerator {
    mutating func damaged(_ messages: [Message]) -> [Message] {
        var messages = messages
        for _ in 0..<random.next(in: 1...4) {
            if messages.isEmpty { return messages }
            damage(&messages, at: random.next(below: messages.count))
        }
        return messages
    }

    private mutating func damage(_ messages: inout [Message], at index: Int) {
        switch random.next(below: 9) {
        case 0: messages.remove(at: index)
        case 1: messages.swapAt(index, random.next(below: messages.count))
        case 2: messages[index].parts = []
        case 3: messages[index].role = random.choose(Role.allCases)
        case 4: messages.insert(orphan(), at: index)
        case 5: messages.insert(Message(.system, texts.next()), at: index)
        case 6: changeCalls(of: &messages[index])
        case 7: changeResults(of: &messages[index])
        default: messages.insert(messages[index], at: random.next(below: messages.count))
        }
    }

    private mutating func orphan() -> Message {
        let id = chance(3) ? nil : random.choose(["lost", "", "call_0"])
        return Message(.tool, parts: [.toolResult(ToolResult(callID: id, texts.next()))])
    }

    private mutating func changeCalls(of message: inout Message) {
        let change = random.next(below: 4)
        for place in message.parts.indices {
            guard case .toolCall(var call) = message.parts[place] else { continue }
            switch change {
            case 0: call.id = nil
            case 1: call.name = random.choose(["", "two words", "größe"])
            case 2: call.id = "call_0"
            default: call.arguments = .text("{\"cut\": \"of")
            }
            message.parts[place] = .toolCall(call)
        }
    }

    private mutating func changeResults(of message: inout Message) {
        let id = random.choose([nil, "", "lost"])
        for place in message.parts.indices {
            guard case .toolResult(var result) = message.parts[place] else { continue }
            result.callID = id
            message.parts[place] = .toolResult(result)
        }
    }
}
