internal import ContextModel
internal import StrictJSON
internal import WireFormats

extension ChatCompletionsFormat {
    /// The transcript as one line of JSON without a line end: a request with a `winnow` member.
    ///
    /// Reading the line gives an equal transcript again, apart from its `source`: the line keeps the
    /// first one only to tell where the recording is from. O(bytes of the transcript).
    package static func line(of transcript: Transcript) -> String {
        let conversation = transcript.conversation
        var request = WireContent.request(
            conversation.messages.map(ExactMessage.encode), of: conversation,
            tools: conversation.tools)
        request[TranscriptLine.key] = .object(notes(of: transcript))
        return JSONValue.object(request).compactText
    }

    private static func notes(of transcript: Transcript) -> JSONObject {
        let conversation = transcript.conversation
        var notes = JSONObject([("id", .string(conversation.id))])
        if conversation.format != .chatCompletions {
            notes["format"] = .string(conversation.format.rawValue)
        }
        if conversation.container == .array { notes["container"] = .string("array") }
        if !transcript.timestamps.isEmpty {
            notes["timestamps"] = .array(
                transcript.timestamps.map { time in
                    time.map { .number(JSONNumber(lexeme: String($0))) } ?? .null
                })
        }
        notes["requests"] = .array(
            transcript.requests.map {
                .int($0.isSynthetic ? -$0.messageCount : $0.messageCount)
            })
        if transcript.requests.contains(where: { $0.usage != nil }) {
            notes["usage"] = .array(transcript.requests.map { $0.usage?.json ?? .null })
        }
        if let stretch = transcript.stretch { notes["stretch"] = stretch.json }
        if transcript.leftOut.total > 0 { notes["leftOut"] = transcript.leftOut.json }
        let source = transcript.source
        notes["source"] = .object(
            JSONObject([
                ("path", .string(source.path)), ("record", .int(source.record)),
                ("format", .string(source.format.rawValue)),
            ]))
        return notes
    }
}
