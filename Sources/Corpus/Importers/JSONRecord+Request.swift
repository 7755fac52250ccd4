internal import ContextModel
internal import StrictJSON
internal import WireFormats

extension FileSample {
    /// The layout of a file if a request of its sample, given by its messages and its members, passes
    /// a test.
    func layoutOfRequests(
        where test: ([JSONValue], JSONObject?) -> Bool
    ) -> RecordLayout? {
        let isOneRequest = shape == .array && records.contains { $0["role"]?.string != nil }
        if isOneRequest { return test(records, nil) ? .document(TranscriptLine.read) : nil }
        guard shape != .object || keys.contains("messages") else { return nil }
        let isFound = records.contains { record in
            record.messagesOfRequest.map { test($0, record.object) } ?? false
        }
        return isFound ? layoutOfRecords(TranscriptLine.read) : nil
    }
}

extension JSONValue {
    /// The messages of a request, or the elements of an array of them.
    fileprivate var messagesOfRequest: [JSONValue]? { array ?? self["messages"]?.array }
}

extension JSONRecord {
    /// The transcript of a request, in the format that it shows or else in that of its file.
    func transcriptOfRequest() throws(TranscriptError) -> Transcript {
        let messages = value.messagesOfRequest ?? []
        let isAnthropic =
            source.format == .anthropicMessages
            ? !messages.contains(where: ChatCompletions.isOwn)
            : AnthropicMessages.isRequest(messages, value.object)
        let id = nameOfRequest
        return transcript(
            of: isAnthropic
                ? try AnthropicMessagesFormat.decode(value, id: id)
                : try ChatCompletionsFormat.decode(value, id: id))
    }

    /// The transcript of a conversation in a wire format.
    func transcript(of conversation: Conversation) -> Transcript {
        Transcript(
            conversation: conversation, requests: .answeredOrAsked(conversation.messages),
            source: source)
    }

    /// The record's identifier, or else its position.
    var nameOfRequest: String { value.object?.identifier("id") ?? String(source.place) }
}
