internal import StrictJSON
internal import WireFormats

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
