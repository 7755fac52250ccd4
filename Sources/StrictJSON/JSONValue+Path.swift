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
    /// one. O(path), where the value is the only owner of its containers: they are changed in place.
    public mutating func replaceText(
        at path: some Collection<JSONPath.Step>, with text: String
    ) -> Bool {
        guard let step = path.first else {
            guard case .string = self else { return false }
            self = .string(text)
            return true
        }
        // Nothing else may hold a container while it is changed: it would be copied.
        switch step {
        case .member(let name):
            guard case .object(var object) = self else { return false }
            self = .null
            defer { self = .object(object) }
            return object.change(name) { $0.replaceText(at: path.dropFirst(), with: text) } ?? false
        case .element(let index):
            guard case .array(var elements) = self else { return false }
            self = .null
            defer { self = .array(elements) }
            guard elements.indices.contains(index) else { return false }
            return elements[index].replaceText(at: path.dropFirst(), with: text)
        }
    }
}
