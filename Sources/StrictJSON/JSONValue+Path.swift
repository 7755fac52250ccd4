extension JSONValue {
    /// The value at the end of a path; nil if there is none. O(path).
    public func value(at path: some Collection<JSONPath.Step>) -> JSONValue? {
        guard let step = path.first else { return self }
        switch (step, self) {
        case (.member(let name), .object(let object)):
            return object[name]?.value(at: path.dropFirst())
        case (.element(let index), .array(let elements)):
            return elements.indices.contains(index)
                ? elements[index].value(at: path.dropFirst()) : nil
        default: return nil
        }
    }

    /// Puts a text at the end of a path, where there has to be a text; returns whether there was
    /// one. O(path and the containers on it).
    public mutating func replaceText(
        at path: some Collection<JSONPath.Step>, with text: String
    ) -> Bool {
        guard let step = path.first else {
            guard case .string = self else { return false }
            self = .string(text)
            return true
        }
        switch (step, self) {
        case (.member(let name), .object(var object)):
            guard var member = object[name] else { return false }
            let isDone = member.replaceText(at: path.dropFirst(), with: text)
            object[name] = member
            self = .object(object)
            return isDone
        case (.element(let index), .array(var elements)):
            guard elements.indices.contains(index) else { return false }
            self = .null
            let isDone = elements[index].replaceText(at: path.dropFirst(), with: text)
            self = .array(elements)
            return isDone
        default: return false
        }
    }
}
