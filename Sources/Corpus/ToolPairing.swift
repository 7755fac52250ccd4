internal import ContextModel
internal import WireFormats

/// Names the calls of a recording that has no identifiers, and finds the call of a result.
///
/// Public formats refer to calls by identifier, so recordings without any get `call_1`, `call_2` …
/// in the order of the calls. A result answers the oldest call that has no answer yet; one that
/// comes without a call stays without.
struct ToolPairing {
    private var calls = 0
    private var open: [String] = []

    /// The identifier of the next call; a recorded one is kept.
    mutating func call(_ recorded: String? = nil) -> String {
        calls += 1
        let id = recorded ?? "call_\(calls)"
        open.append(id)
        return id
    }

    /// The call that a result answers: the recorded one, else the oldest without an answer.
    mutating func result(_ recorded: String? = nil) -> String? {
        guard let recorded else { return open.isEmpty ? nil : open.removeFirst() }
        open.removeAll { $0 == recorded }
        return recorded
    }

    /// Forgets the calls that got no answer, so that a later result is not taken for theirs.
    mutating func abandonOpenCalls() { open = [] }
}
