internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads logs of the Inspect evaluation framework: each of `samples` is a conversation.
///
/// Content that stands only once in the log is told as `attachment://HASH`; it is put back in from the
/// sample's `attachments`. A call's `function` is its name, its arguments are an object.
enum Inspect {
    static let importer = Importer(.inspect) { sample in
        guard sample.shape == .object, sample.keys.isSuperset(of: ["eval", "samples"]),
            sample.firstElement(of: "samples")?["messages"]?.array != nil
        else { return nil }
        return .elements(key: "samples", read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let sample = try record.value.requiredObject()
        let log = Attachments(sample["attachments"]?.object ?? JSONObject())
        var messages: [Message] = []
        try sample.forEach(in: "messages") { (row) throws(TranscriptError) in
            messages.append(try message(row, log))
        }
        var id = record.source.stem
        id += "#" + (sample.identifier("id") ?? String(record.source.place))
        if let epoch = sample.identifier("epoch"), epoch != "1" { id += "/" + epoch }
        return Transcript(
            conversation: Conversation(id: id, messages: messages),
            requests: .answered(messages), source: record.source)
    }

    private static func message(
        _ row: JSONObject, _ log: Attachments
    ) throws(TranscriptError) -> Message {
        let word = try row.string("role")
        guard let role = Role(rawValue: word) else {
            throw TranscriptError(
                field: "role", expected: "user, assistant, system or tool", found: "\"\(word)\"")
        }
        let form: MessageWire.Content = row["content"]?.array == nil ? .string : .parts
        if role == .tool {
            return Message(
                tool: ToolResult(
                    callID: row.identifier("tool_call_id"), content: try parts(of: row, log),
                    shape: form))
        }
        let calls = try row.flatCalls(named: "function").map(ContentPart.toolCall)
        return Message(
            role, parts: try parts(of: row, log) + calls, wire: MessageWire(content: form))
    }

    private static func parts(
        of row: JSONObject, _ log: Attachments
    ) throws(TranscriptError) -> [ContentPart] {
        guard row["content"]?.array != nil else {
            let text = try row.optionalString("content") ?? ""
            return text.isEmpty ? [] : [.text(TextPart(log.text(text)))]
        }
        var parts: [ContentPart] = []
        try row.forEach(in: "content") { (part) throws(TranscriptError) in
            switch try part.string("type") {
            case "text": parts.append(.text(TextPart(log.text(try part.string("text")))))
            case "reasoning":
                parts.append(.reasoning(TextPart(log.text(try part.string("reasoning")))))
            case "image": parts.append(image(log.text(try part.string("image")), part))
            default: parts.append(.opaque(.object(part)))
            }
        }
        return parts
    }

    /// A picture in the form of Chat Completions.
    private static func image(_ url: String, _ part: JSONObject) -> ContentPart {
        var address = JSONObject([("url", .string(url))])
        if let detail = part["detail"] { address["detail"] = detail }
        let fields = JSONObject([("type", .string("image_url")), ("image_url", .object(address))])
        return WireImage.part(fields).map(ContentPart.image) ?? .opaque(.object(fields))
    }

    /// What a sample tells apart from where it belongs.
    private struct Attachments {
        private let texts: JSONObject

        init(_ texts: JSONObject) { self.texts = texts }

        /// The text itself, or what it stands for; one whose attachment is missing stays.
        func text(_ written: String) -> String {
            guard let mark = ["attachment://", "tc://"].first(where: { written.hasPrefix($0) })
            else { return written }
            return texts[String(written.dropFirst(mark.count))]?.string ?? written
        }
    }
}
