internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads transcripts that were written by `ChatCompletionsFormat.line(of:)`: Chat Completions
/// requests with a `winnow` member, which says what the request cannot.
///
///     {"messages": […], "tools": […], "winnow": {
///         "id": "…", "timestamps": [ms or null, …], "requests": [n, …], "usage": [{…}, …],
///         "stretch": {…}, "leftOut": {kind: n, …}, "source": {…}}}
///
/// `requests` are numbers of messages sent; a negative one is of a synthetic request. `usage` has one
/// element for each, or null. Each member may be missing. A conversation in another format also has its `format` and `container`, and a message
/// that Chat Completions cannot hold a `winnow` member of its own.
enum TranscriptLine {
    static let key = "winnow"

    static let importer = Importer(.chatCompletions) { sample in
        guard sample.shape != .object || sample.keys.isSuperset(of: [key, "messages"]),
            sample.records.contains(where: { $0[key] != nil && $0["messages"] != nil })
        else { return nil }
        return sample.layoutOfRecords(read)
    }

    /// The transcript of a request with or without notes, or of an array of messages.
    static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        guard var request = record.value.object, let notes = request.remove(key) else {
            return try record.transcriptOfRequest()
        }
        let conversation = try ChatCompletionsFormat.decode(
            .object(request), id: record.nameOfRequest, message: ExactMessage.decode)
        var transcript = record.transcript(of: conversation)
        do throws(TranscriptError) {
            try take(try notes.requireObject("an object"), into: &transcript)
        } catch { throw error.inside(key) }
        return transcript
    }

    private static func take(
        _ notes: JSONObject, into transcript: inout Transcript
    ) throws(TranscriptError) {
        try transcript.conversation.take(notes)
        let count = transcript.conversation.messages.count
        transcript.timestamps = try timestamps(in: notes, count: count)
        transcript.requests = try requests(in: notes, count: count) ?? transcript.requests
        let usage = try notes.optionalArray("usage")
        guard usage.isEmpty || usage.count == transcript.requests.count else {
            throw TranscriptError(
                field: "usage", expected: "one for each of \(transcript.requests.count) requests",
                found: String(usage.count), hint: "write null where there is none")
        }
        for (place, value) in usage.enumerated() where !value.isNull {
            transcript.requests[place].usage = try RecordedUsage(value)
        }
        if let stretch = notes["stretch"] { transcript.stretch = try Stretch(stretch) }
        if let leftOut = notes["leftOut"] { transcript.leftOut = try LeftOut(leftOut) }
    }

    private static func timestamps(
        in notes: JSONObject, count: Int
    ) throws(TranscriptError) -> [Int64?] {
        let times = try notes.optionalArray("timestamps")
        guard times.isEmpty || times.count == count else {
            throw TranscriptError(
                field: "timestamps", expected: "one for each of \(count) messages",
                found: String(times.count), hint: "write null where there is no time")
        }
        do throws(TranscriptError) {
            return try times.mapElements { (time) throws(TranscriptError) in
                if time.isNull { return nil }
                guard let milliseconds = time.number.flatMap({ Int64($0.lexeme) }) else {
                    throw .wrong("", expected: "whole milliseconds or null", found: time)
                }
                return milliseconds
            }
        } catch { throw error.inside("timestamps") }
    }

    /// The requests, or nil if the notes say nothing of them.
    private static func requests(
        in notes: JSONObject, count: Int
    ) throws(TranscriptError) -> [RequestPoint]? {
        guard let written = notes["requests"], !written.isNull else { return nil }
        var last = 1
        let elements = try notes.array("requests")
        do throws(TranscriptError) {
            return try elements.mapElements { (element) throws(TranscriptError) in
                guard let number = element.number?.int, last <= count,
                    (last...count).contains(Int(clamping: number.magnitude))
                else {
                    throw TranscriptError(
                        field: "",
                        expected: "a number of messages from \(last) to \(count), or its negative",
                        found: element.number?.lexeme ?? element.kindDescription)
                }
                last = abs(number)
                return RequestPoint(messageCount: last, isSynthetic: number < 0)
            }
        } catch { throw error.inside("requests") }
    }
}

extension Conversation {
    /// Takes over what a line's notes say of the conversation itself.
    fileprivate mutating func take(_ notes: JSONObject) throws(TranscriptError) {
        id = try notes.optionalString("id") ?? id
        if let source = notes["source"], !source.isNull, source.object == nil {
            throw .wrong("source", expected: "an object", found: source)
        }
        if let word = try notes.optionalString("format") {
            guard let format = WireFormat(rawValue: word) else {
                let names = WireFormat.allCases.map(\.rawValue).joined(separator: " or ")
                throw .wrong("format", expected: names, found: notes["format"])
            }
            self.format = format
        }
        if let word = try notes.optionalString("container") {
            guard word == "array" else {
                throw .wrong("container", expected: "\"array\"", found: notes["container"])
            }
            container = .array
        }
    }
}
