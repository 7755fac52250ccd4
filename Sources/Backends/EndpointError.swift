/// A setting of an endpoint that cannot be used: which, and what it must be.
package struct EndpointError: Error, Hashable, Sendable {
    /// The endpoint's property.
    package var field: String
    /// What it must be.
    package var expected: String

    /// An error about a property; the value itself is left out, it may hold a secret.
    package init(_ field: String, expected: String) {
        self.field = field
        self.expected = expected
    }
}

extension EndpointError: CustomStringConvertible {
    /// One line, as `endpoint model: must not be empty`.
    package var description: String { "endpoint \(field): must \(expected)" }
}
