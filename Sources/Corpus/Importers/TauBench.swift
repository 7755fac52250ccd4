internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads tau-bench results: each element of the array is one trial of a task, and its `traj` holds
/// Chat Completions messages. Task, trial and position name the conversation, as `2-1-52`.
enum TauBench {
    static let importer = Importer(.tauBench) { sample in
        guard sample.shape == .array,
            sample.records.contains(where: { $0["task_id"] != nil && $0["traj"]?.array != nil })
        else { return nil }
        return .elements(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let trial = try record.value.requiredObject()
        let rows = try trial.array("traj")
        let messages: [Message]
        do throws(TranscriptError) {
            messages = try rows.mapElements(ChatCompletionsFormat.decodeMessage)
        } catch { throw error.inside("traj") }
        let names = [trial.identifier("task_id"), trial.identifier("trial")].compactMap { $0 }
        let id = (names + [String(record.source.place)]).joined(separator: "-")
        return Transcript(
            conversation: Conversation(id: id, messages: messages),
            requests: .answered(messages), source: record.source)
    }
}
