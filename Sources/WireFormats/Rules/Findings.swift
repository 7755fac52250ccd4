internal import ContextModel

/// What a check found so far.
struct Findings {
    private(set) var violations: [Violation] = []
    /// Calls at the end of the history that wait for their results: no violation there, but a loss in
    /// a shortened history whose original has the results.
    private(set) var pending: [OpenCalls.Call] = []
    /// The identifiers of all calls without results, pending or not.
    private(set) var unanswered: Set<String> = []

    mutating func add(_ rule: Violation.Rule, at message: Int?, _ text: String) {
        violations.append(Violation(rule, at: message, text))
    }

    mutating func addUnanswered(_ calls: [OpenCalls.Call], _ expectation: String) {
        for call in calls {
            unanswered.insert(call.id)
            violations.append(call.unanswered(expectation))
        }
    }

    mutating func addPending(_ calls: [OpenCalls.Call]) {
        for call in calls { unanswered.insert(call.id) }
        pending += calls
    }

    /// Notes a call as waiting for its result; one without an identifier is a finding elsewhere.
    mutating func open(_ call: ToolCall, at message: Int, in calls: inout OpenCalls) {
        guard let id = call.id, !id.isEmpty else { return }
        if calls.open(OpenCalls.Call(id: id, name: call.name, message: message)) { return }
        add(
            .duplicateCallID, at: message,
            "the identifier \(id.quoted) names two calls: expected each to have its own")
    }

    /// Takes a result for its call; whether there is one that waits.
    @discardableResult
    mutating func answer(
        _ result: ToolResult, at message: Int, in calls: inout OpenCalls, _ expectation: String
    ) -> Bool {
        guard let id = result.callID, !id.isEmpty else { return false }
        switch calls.answer(id) {
        case .first: return true
        case .again:
            add(
                .duplicateResult, at: message,
                "call \(id.quoted) is answered twice: expected one result for each call")
        case .unknown:
            add(
                .resultWithoutCall, at: message,
                "the result of call \(id.quoted) does not follow that call: \(expectation)")
        }
        return false
    }
}

extension OpenCalls.Call {
    func unanswered(_ expectation: String) -> Violation {
        Violation(
            .unansweredCall, at: message,
            "call \(id.quoted) of \(name.quoted) has no result: \(expectation)")
    }
}
