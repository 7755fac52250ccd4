internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads OpenAssistant's message trees, one a line: `prompt{text, role, replies[…]}`.
///
/// Every path from the prompt to a message without replies is a conversation, named by the tree and
/// the position of its end, as `tree/2`. Conversations of a tree share their beginnings.
enum OpenAssistant {
    static let importer = Importer(.oasst) { sample in
        let isTree = sample.records.contains {
            $0["message_tree_id"] != nil && $0["prompt"]?["replies"] != nil
        }
        return isTree && sample.shape != .array ? .trees(read) : nil
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> [Transcript] {
        let tree = try record.value.requiredObject()
        guard let prompt = tree["prompt"]?.object else {
            throw TranscriptError("prompt", expected: "an object", found: tree["prompt"])
        }
        var paths: [[Message]] = []
        do throws(TranscriptError) {
            try follow(prompt, after: [], &paths)
        } catch { throw error.inside("prompt") }
        let id = tree.identifier("message_tree_id") ?? String(record.source.place)
        return paths.enumerated().map { index, messages in
            Transcript(
                conversation: Conversation(id: "\(id)/\(index)", messages: messages),
                requests: .answered(messages), source: record.source)
        }
    }

    /// Follows every path from a message on; the depth is bounded by that of the JSON text.
    private static func follow(
        _ node: JSONObject, after earlier: [Message], _ paths: inout [[Message]]
    ) throws(TranscriptError) {
        let messages = earlier + [try message(node)]
        let replies = try node.optionalArray("replies")
        if replies.isEmpty { paths.append(messages) }
        for (index, reply) in replies.enumerated() {
            do throws(TranscriptError) {
                try follow(try reply.requiredObject(), after: messages, &paths)
            } catch { throw error.inside(index).inside("replies") }
        }
    }

    private static func message(_ node: JSONObject) throws(TranscriptError) -> Message {
        let text = try node.string("text")
        switch try node.string("role") {
        case "prompter": return Message(.user, text)
        case "assistant": return Message(.assistant, text)
        case let role:
            throw TranscriptError(
                field: "role", expected: "prompter or assistant", found: "\"\(role)\"")
        }
    }
}
