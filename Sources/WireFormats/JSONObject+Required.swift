package import StrictJSON

extension TranscriptError {
    /// An error about a field that holds another kind of value, or nothing.
    package init(_ field: String = "", expected: String, found value: JSONValue?) {
        self.init(field: field, expected: expected, found: value?.kindDescription ?? "nothing")
    }

    /// The error as seen from the array whose element this is.
    package func inside(_ index: Int) -> Self { inside("[\(index)]") }
}

extension JSONValue {
    /// The members of an object; anything else is refused.
    package func requiredObject() throws(TranscriptError) -> JSONObject {
        guard let object else { throw TranscriptError(expected: "an object", found: self) }
        return object
    }
}

extension JSONObject {
    /// A string member; a missing one or another kind is refused.
    package func string(_ key: String) throws(TranscriptError) -> String {
        guard let text = self[key]?.string else {
            throw TranscriptError(key, expected: "a string", found: self[key])
        }
        return text
    }

    /// A string member, or nil where it is missing or null; another kind is refused.
    package func optionalString(_ key: String) throws(TranscriptError) -> String? {
        guard let value = self[key], !value.isNull else { return nil }
        guard let text = value.string else {
            throw TranscriptError(key, expected: "a string or null", found: value)
        }
        return text
    }

    /// An array member; a missing one or another kind is refused.
    package func array(_ key: String) throws(TranscriptError) -> [JSONValue] {
        guard let elements = self[key]?.array else {
            throw TranscriptError(key, expected: "an array", found: self[key])
        }
        return elements
    }

    /// An array member, or none where it is missing or null; another kind is refused.
    package func optionalArray(_ key: String) throws(TranscriptError) -> [JSONValue] {
        guard let value = self[key], !value.isNull else { return [] }
        return try array(key)
    }

    /// An identifier written as a string or a number, or nil where there is none.
    package func identifier(_ key: String) -> String? {
        switch self[key] {
        case .string(let text)?: text
        case .number(let number)?: number.lexeme
        default: nil
        }
    }

    /// Reads the elements of an array member one by one; errors name the element.
    package func forEach(
        in key: String, _ body: (JSONObject) throws(TranscriptError) -> Void
    ) throws(TranscriptError) {
        for (index, element) in try array(key).enumerated() {
            do throws(TranscriptError) {
                try body(try element.requiredObject())
            } catch { throw error.inside(index).inside(key) }
        }
    }
}

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
