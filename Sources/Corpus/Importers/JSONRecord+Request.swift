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

extension JSONValue {
    /// The request with other messages.
    private func replacingMessages(_ messages: [JSONValue]) -> JSONValue {
        guard var fields = object else { return .array(messages) }
        fields["messages"] = .array(messages)
        return .object(fields)
    }

    fileprivate func mappingMessages(_ change: (JSONValue) -> JSONValue) -> JSONValue {
        messagesOfRequest.map { replacingMessages($0.map(change)) } ?? self
    }

    fileprivate func removingMessages(at places: Set<Int>) -> JSONValue {
        let kept = (messagesOfRequest ?? []).enumerated().filter { !places.contains($0.offset) }
        return replacingMessages(kept.map(\.element))
    }
}

extension JSONRecord {
    /// The transcript of a request, in the format that it shows or else in that of its file.
    func transcriptOfRequest() throws(TranscriptError) -> Transcript {
        let (value, passedOver) = withoutOddMessages()
        let messages = value.messagesOfRequest ?? []
        let isAnthropic =
            source.format == .anthropicMessages
            ? !messages.contains(where: ChatCompletions.isOwn)
            : AnthropicMessages.isRequest(messages, value.object)
        let id = nameOfRequest
        var transcript = transcript(
            of: isAnthropic
                ? try AnthropicMessagesFormat.decode(value, id: id)
                : try ChatCompletionsFormat.decode(
                    value.mappingMessages(MessageExtras.normalised), id: id))
        transcript.leftOut = MessageExtras.leftOut(of: transcript.conversation)
        for (place, role) in passedOver {
            transcript.leftOut.add("message of role \(role)")
            let error = TranscriptError(
                field: "role", expected: ChatCompletions.expectedRoles, found: "\"\(role)\"",
                hint: "the message was passed over"
            ).inside(place)
            transcript.remarks.append(value.object == nil ? error : error.inside("messages"))
        }
        return transcript
    }

    /// The record without messages of roles that no format knows. What cannot be read costs the least
    /// that can be told apart: a record beside others, a message where the file is one conversation. A
    /// record that closes a conversation costs nothing anywhere.
    private func withoutOddMessages() -> (JSONValue, [(place: Int, role: String)]) {
        var passedOver: [(place: Int, role: String)] = []
        for (place, message) in (value.messagesOfRequest ?? []).enumerated() {
            guard let role = message["role"]?.string, !ChatCompletions.isRole(role) else {
                continue
            }
            if isWholeFile || role == ChatCompletions.closingRole {
                passedOver.append((place, role))
            }
        }
        if passedOver.isEmpty { return (value, []) }
        let places = Set(passedOver.map(\.place))
        return (value.removingMessages(at: places), passedOver)
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

extension JSONObject {
    /// The calls in `tool_calls` where a call has its id, name and arguments side by side, as tau2-bench
    /// and Inspect write them; none if the key is missing or null.
    func flatCalls(named nameKey: String) throws(TranscriptError) -> [ToolCall] {
        guard let value = self["tool_calls"], !value.isNull else { return [] }
        var calls: [ToolCall] = []
        try forEach(in: "tool_calls") { (call) throws(TranscriptError) in
            calls.append(
                ToolCall(
                    id: call.identifier("id"), name: try call.string(nameKey),
                    arguments: ToolArguments(call["arguments"])))
        }
        return calls
    }
}
