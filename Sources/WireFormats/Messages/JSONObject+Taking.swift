package import StrictJSON

extension JSONObject {
    /// Takes a member out if it is a string; anything else stays where it is.
    mutating func takeString(_ key: String) -> String? {
        guard let text = self[key]?.string else { return nil }
        self[key] = nil
        return text
    }

    /// Takes a member out if it is an array that is not empty; anything else stays where it is.
    mutating func takeElements(_ key: String) -> [JSONValue] {
        guard let elements = self[key]?.array, !elements.isEmpty else { return [] }
        self[key] = nil
        return elements
    }

    /// Adds the members whose keys are not there yet.
    mutating func add(_ other: JSONObject) {
        for member in other.members where self[member.key] == nil {
            self[member.key] = member.value
        }
    }

    /// The object with the members of another whose keys it has not.
    package func adding(_ other: JSONObject) -> JSONObject {
        var sum = self
        sum.add(other)
        return sum
    }
}

extension JSONValue {
    /// The members, where `expected`, which begins with "an object", has to be.
    package func requireObject(_ expected: String) throws(TranscriptError) -> JSONObject {
        guard let object else {
            throw TranscriptError(field: "", expected: expected, found: kindDescription)
        }
        return object
    }
}

extension TranscriptError {
    /// A member of the wrong kind, or missing.
    package static func wrong(
        _ field: String, expected: String, found value: JSONValue?, hint: String? = nil
    ) -> Self {
        let found =
            switch value {
            case nil: "nothing"
            case .string(let text)?: JSONValue.string(String(text.prefix(40))).compactText
            case let value?: value.kindDescription
            }
        return Self(field: field, expected: expected, found: found, hint: hint)
    }
}

extension Array {
    /// Maps every element; an error names the element it was thrown for.
    package func mapElements<Result>(
        _ transform: (Element) throws(TranscriptError) -> Result
    ) throws(TranscriptError) -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(count)
        for (index, element) in enumerated() {
            do throws(TranscriptError) {
                results.append(try transform(element))
            } catch { throw error.inside("[\(index)]") }
        }
        return results
    }
}
