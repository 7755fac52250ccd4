internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads CrossWOZ: an object of dialogues by identifier, `messages[{role: usr | sys, content}]`.
///
/// Both sides are people, one of them playing the system, so every turn but the first has a synthetic
/// request before it.
enum CrossWOZ {
    static let importer = Importer(.crossWOZ) { sample in
        guard sample.shape == .object,
            let dialogue = sample.firstMember,
            let turn = dialogue["messages"]?.array?.first, turn["content"]?.string != nil,
            turn["role"]?.string.flatMap(role) != nil
        else { return nil }
        return .elements(read)
    }

    private static func role(_ word: String) -> Role? {
        switch word {
        case "usr": .user
        case "sys": .assistant
        default: nil
        }
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let dialogue = try record.value.requiredObject()
        var messages: [Message] = []
        try dialogue.forEach(in: "messages") { (turn) throws(TranscriptError) in
            let word = try turn.string("role")
            guard let role = role(word) else {
                throw TranscriptError(field: "role", expected: "usr or sys", found: "\"\(word)\"")
            }
            messages.append(Message(role, try turn.string("content")))
        }
        return Transcript(
            conversation: Conversation(
                id: record.key ?? String(record.source.place), messages: messages),
            requests: .betweenTurns(messages), source: record.source)
    }
}
