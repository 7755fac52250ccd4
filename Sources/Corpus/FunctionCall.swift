internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads tool calls as recordings write them in Chat Completions' way or as a bare name with
/// arguments.
enum FunctionCall {
    /// The calls of a row's `tool_calls`: `{id, function: {name, arguments}}`.
    static func list(in row: JSONObject) throws(TranscriptError) -> [ToolCall] {
        guard let value = row["tool_calls"], !value.isNull else { return [] }
        var calls: [ToolCall] = []
        try row.forEach(in: "tool_calls") { (call) throws(TranscriptError) in
            guard let function = call["function"]?.object else {
                throw TranscriptError("function", expected: "an object", found: call["function"])
            }
            do throws(TranscriptError) {
                calls.append(try named(function, id: call.identifier("id")))
            } catch { throw error.inside("function") }
        }
        return calls
    }

    /// A call written as `{name, arguments}`.
    static func named(_ call: JSONObject, id: String?) throws(TranscriptError) -> ToolCall {
        ToolCall(
            id: id, name: try call.string("name"), arguments: ToolArguments(call["arguments"]))
    }

    /// Calls written as JSON text: one `{name, arguments}` or a list of them. Text that is nothing
    /// of the kind is kept as the arguments of a call without a name.
    static func written(_ text: String) -> [ToolCall] {
        guard let value = try? JSONValue(parsing: text) else { return [unread(text)] }
        let calls = (value.array ?? [value]).compactMap { call -> ToolCall? in
            guard let object = call.object else { return nil }
            return try? named(object, id: nil)
        }
        return calls.isEmpty ? [unread(text)] : calls
    }

    private static func unread(_ text: String) -> ToolCall {
        ToolCall(id: nil, name: "", arguments: .text(text))
    }
}
