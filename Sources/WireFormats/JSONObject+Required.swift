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
