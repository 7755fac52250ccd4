internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads MemoryBank: an object of users, `history{day: [{query, response}]}`.
///
/// A user's days follow each other in the file's order and make one conversation; the first message
/// of a day carries the day's time, the others have none.
enum MemoryBank {
    static let importer = Importer(.memoryBank) { sample in
        guard sample.shape == .object, let history = sample.firstMember?["history"]?.object,
            let turn = history.members.first?.value.array?.first,
            turn["query"] != nil, turn["response"] != nil
        else { return nil }
        return .elements(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let user = try record.value.requiredObject()
        guard let history = user["history"]?.object else {
            throw TranscriptError("history", expected: "an object", found: user["history"])
        }
        var messages: [Message] = []
        var timestamps: [Int64?] = []
        for day in history.members {
            let first = messages.count
            do throws(TranscriptError) {
                try history.forEach(in: day.key) { (turn) throws(TranscriptError) in
                    messages.append(Message(.user, try turn.string("query")))
                    messages.append(Message(.assistant, try turn.string("response")))
                }
            } catch { throw error.inside("history") }
            timestamps += messages[first...].map { _ in nil }
            if first < messages.count {
                timestamps[first] = Timestamp.milliseconds(day.key + " 00:00:00")
            }
        }
        return Transcript(
            conversation: Conversation(
                id: record.key ?? String(record.source.place), messages: messages),
            timestamps: timestamps, requests: .answered(messages), source: record.source)
    }
}
