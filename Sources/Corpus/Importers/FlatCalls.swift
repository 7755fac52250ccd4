internal import ContextModel
internal import StrictJSON
internal import WireFormats

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
