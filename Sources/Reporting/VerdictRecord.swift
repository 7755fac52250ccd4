internal import StrictJSON

/// A verdict for programs: a word, whether everything was judged, the headline, and the details.
package struct VerdictRecord: Hashable, Sendable {
    /// The word.
    package let conclusion: Conclusion
    /// Whether everything that should be judged was.
    package let isComplete: Bool
    /// The verdict in one line.
    package let headline: String
    /// Further members of the object.
    let details: JSONObject

    init(
        _ conclusion: Conclusion, isComplete: Bool, headline: String,
        details: [(String, JSONValue)] = []
    ) {
        self.conclusion = conclusion
        self.isComplete = isComplete
        self.headline = headline
        self.details = JSONObject(details)
    }

    /// Reads what `json` wrote; nil if the text is something else, or nothing.
    package init?(json text: String) {
        guard let object = (try? JSONValue(parsing: text))?.object,
            let conclusion = object["verdict"]?.string.flatMap(Conclusion.init),
            let isComplete = object["complete"]?.bool, let headline = object["headline"]?.string
        else { return nil }
        self.init(
            conclusion, isComplete: isComplete, headline: headline,
            details: object.members.dropFirst(3).map { ($0.key, $0.value) })
    }

    /// The object in one line; the same verdict gives the same bytes.
    package var json: String {
        let head: [(String, JSONValue)] = [
            ("verdict", .string(conclusion.rawValue)), ("complete", .bool(isComplete)),
            ("headline", .string(headline)),
        ]
        return JSONValue.members(head + details.members.map { ($0.key, $0.value) }).compactText
    }
}

extension JSONValue {
    /// An object of some members.
    static func members(_ members: [(String, JSONValue)]) -> Self { .object(JSONObject(members)) }

    /// A number, whole ones without a fraction; JSON knows no number that is not finite.
    static func figure(_ value: Double?) -> Self {
        guard let value, value.isFinite else { return .null }
        if let whole = Int(exactly: value) { return .int(whole) }
        return .number(JSONNumber(lexeme: "\(value)"))
    }
}
