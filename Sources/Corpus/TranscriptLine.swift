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

// How a line writes what recordings say of requests, and reads it again.

extension JSONObject {
    /// A count that may be missing.
    fileprivate func count(_ key: String) throws(TranscriptError) -> Int? {
        guard let value = self[key], !value.isNull else { return nil }
        guard let number = value.number?.int, number >= 0 else {
            throw TranscriptError(key, expected: "a whole number, not negative", found: value)
        }
        return number
    }
}

extension RecordedUsage {
    private static var counts: [(String, WritableKeyPath<Self, Int>)] {
        [
            ("uncached", \.uncached), ("read", \.read), ("written", \.written),
            ("writtenForAnHour", \.writtenForAnHour), ("output", \.output),
        ]
    }

    /// As `{uncached, read, written, writtenForAnHour, output, lastPrompt, model}`.
    var json: JSONValue {
        var fields = JSONObject(Self.counts.map { ($0.0, .int(self[keyPath: $0.1])) })
        if let lastPrompt { fields["lastPrompt"] = .int(lastPrompt) }
        if let model { fields["model"] = .string(model) }
        return .object(fields)
    }

    /// Usage as `json` writes it.
    init(_ value: JSONValue) throws(TranscriptError) {
        self.init()
        do throws(TranscriptError) {
            let fields = try value.requiredObject()
            for (key, path) in Self.counts { self[keyPath: path] = try fields.count(key) ?? 0 }
            lastPrompt = try fields.count("lastPrompt")
            model = try fields.optionalString("model")
        } catch { throw error.inside("usage") }
    }
}

extension Stretch {
    /// As `{number, cause, summary, repeated: [[first, end], …]}`.
    var json: JSONValue {
        var fields = JSONObject([
            ("number", .int(number)), ("cause", .string(cause.rawValue)),
        ])
        if let summary { fields["summary"] = .int(summary) }
        fields["repeated"] = .array(
            repeated.map { .array([.int($0.lowerBound), .int($0.upperBound)]) })
        return .object(fields)
    }

    /// A stretch as `json` writes it.
    init(_ value: JSONValue) throws(TranscriptError) {
        do throws(TranscriptError) {
            let fields = try value.requiredObject()
            guard let cause = Cause(rawValue: try fields.string("cause")) else {
                let words = Cause.allCases.map(\.rawValue).joined(separator: " or ")
                throw .wrong("cause", expected: words, found: fields["cause"])
            }
            let ranges = try fields.optionalArray("repeated").map {
                (range) throws(TranscriptError) -> Range<Int> in
                guard let ends = range.array?.compactMap({ $0.number?.int }), ends.count == 2,
                    ends[0] >= 0, ends[0] <= ends[1]
                else { throw TranscriptError("repeated", expected: "two places", found: range) }
                return ends[0]..<ends[1]
            }
            self.init(
                number: try fields.count("number") ?? 2, cause: cause, repeated: ranges,
                summary: try fields.count("summary"))
        } catch { throw error.inside("stretch") }
    }
}

extension LeftOut {
    /// As `{kind: number, …}`.
    var json: JSONValue { .object(JSONObject(kinds.map { ($0.name, .int($0.count)) })) }

    /// What was left out as `json` writes it.
    init(_ value: JSONValue) throws(TranscriptError) {
        self.init()
        do throws(TranscriptError) {
            let fields = try value.requiredObject()
            for member in fields.members { add(member.key, try fields.count(member.key) ?? 0) }
        } catch { throw error.inside("leftOut") }
    }
}
