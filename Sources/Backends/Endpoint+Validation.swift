internal import ContextModel
import FoundationEssentials

extension Endpoint {
    /// Refuses what cannot work, saying what is expected.
    package func validate() throws(EndpointError) {
        try validateAddress()
        try validateRequest()
        try validateBounds()
    }

    private func validateAddress() throws(EndpointError) {
        guard let parts = URLComponents(string: baseURL), let host = parts.host, !host.isEmpty,
            parts.scheme == "http" || parts.scheme == "https"
        else { throw EndpointError("baseURL", expected: "be an http or https address with a host") }
        if parts.user != nil || parts.password != nil || parts.query != nil
            || parts.fragment != nil
        {
            throw EndpointError("baseURL", expected: "have no user, query or fragment")
        }
    }

    private func validateRequest() throws(EndpointError) {
        if model.isEmpty { throw EndpointError("model", expected: "not be empty") }
        if outputMember.isEmpty { throw EndpointError("outputMember", expected: "not be empty") }
        if let temperature, !(0...2).contains(temperature) {
            throw EndpointError("temperature", expected: "be from 0 to 2")
        }
        if maximumOutput.value < 1 {
            throw EndpointError("maximumOutput", expected: "be at least 1")
        }
        if inputLimit.value < 1 { throw EndpointError("inputLimit", expected: "be at least 1") }
    }

    private func validateBounds() throws(EndpointError) {
        let times = [
            ("connect", timeouts.connect), ("head", timeouts.head),
            ("betweenBytes", timeouts.betweenBytes), ("wholeAnswer", timeouts.wholeAnswer),
        ]
        for (name, time) in times where time <= .zero || time > .seconds(86_400) {
            throw EndpointError("timeouts.\(name)", expected: "be more than 0, at most a day")
        }
        for (name, pause) in [
            ("firstPause", retries.firstPause), ("longestPause", retries.longestPause),
        ] where pause < .zero || pause > .seconds(3600) {
            throw EndpointError("retries.\(name)", expected: "be from 0 to an hour")
        }
        if !(0...20).contains(retries.limit) {
            throw EndpointError("retries.limit", expected: "be from 0 to 20")
        }
        if !(1...1024).contains(parallelRequests) {
            throw EndpointError("parallelRequests", expected: "be from 1 to 1024")
        }
        if maximumAnswerBytes < 1 {
            throw EndpointError("maximumAnswerBytes", expected: "be at least 1")
        }
    }
}

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
