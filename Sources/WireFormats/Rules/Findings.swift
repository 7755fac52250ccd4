internal import ContextModel
internal import StrictJSON

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

/// What each message has to keep to by itself.
extension Findings {
    mutating func check(_ message: Message, at index: Int, for rule: WireRule) {
        if rule == .chatCompletions, let name = message.name { check(speaker: name, at: index) }
        for part in message.parts {
            if !part.mayStand(in: message.role) {
                let places = part.places
                add(
                    .misplacedPart, at: index,
                    "\(part.kind) in a message of role \(message.role.rawValue): expected \(places)"
                )
                continue
            }
            switch part {
            case .toolCall(let call): check(call, at: index, for: rule)
            case .toolResult(let result): check(result, of: message, at: index, for: rule)
            case .reasoning(let part): check(thinking: part, at: index, for: rule)
            case .text(let text): check(text, at: index, for: rule)
            case .image, .opaque: break
            }
        }
    }

    private mutating func check(speaker name: String, at index: Int) {
        let isRefused = name.unicodeScalars.contains {
            $0.properties.isWhitespace || "<|\\/>".unicodeScalars.contains($0)
        }
        guard isRefused || name.isEmpty || name.unicodeScalars.count > 64 else { return }
        add(
            .speakerName, at: index,
            "the speaker's name is \(name.quoted): expected 1 to 64 characters, "
                + #"no white space and none of < | \ / >"#)
    }

    private mutating func check(thinking: TextPart, at index: Int, for rule: WireRule) {
        guard rule == .anthropicMessages, thinking.extra["signature"]?.string == nil else { return }
        add(
            .thinkingSignature, at: index,
            "thinking without a signature: expected the one it came with, or no thinking")
    }

    private mutating func check(_ text: TextPart, at index: Int, for rule: WireRule) {
        guard rule == .anthropicMessages, text.text.isBlank else { return }
        add(.blankText, at: index, "a text of nothing but white space: expected words or no text")
    }
}

// MARK: - Calls and results

extension Findings {
    private mutating func check(_ call: ToolCall, at index: Int, for rule: WireRule) {
        if !call.name.isPlainName(upTo: rule.longestToolName) {
            add(.toolName, at: index, rule.expectation(ofToolName: call.name))
        }
        if !(rule == .chatCompletions && call.shape == .functionCall),
            !rule.accepts(callID: call.id)
        {
            add(
                .callID, at: index,
                "a call of \(call.name.quoted) has the identifier \((call.id ?? "").quoted): "
                    + "expected \(rule.callIDForm)")
        }
        if rule == .anthropicMessages, !call.arguments.looksLikeObject {
            add(
                .arguments, at: index,
                "the arguments of a call of \(call.name.quoted) are \(call.arguments.kind): "
                    + "expected a JSON object")
        }
    }

    private mutating func check(
        _ result: ToolResult, of message: Message, at index: Int, for rule: WireRule
    ) {
        let isByName = rule == .chatCompletions && message.isFunctionMessage
        if isByName ? result.name?.isEmpty != false : result.callID?.isEmpty != false {
            let expected = isByName ? "the function's name" : "the identifier of the call"
            add(.resultID, at: index, "a result that does not say of what: expected \(expected)")
        }
        if rule != .anthropicMessages, result.content.isEmpty, result.shape != .string {
            add(
                .contentMissing, at: index,
                "a result without content: expected at least an empty string")
        }
        for part in result.content { check(part, inResultAt: index, for: rule) }
    }

    private mutating func check(_ part: ContentPart, inResultAt index: Int, for rule: WireRule) {
        switch part {
        case .text(let text): check(text, at: index, for: rule)
        case .image where rule != .chatCompletions: break
        case .opaque: break
        case .image, .reasoning, .toolCall, .toolResult:
            add(
                .misplacedPart, at: index,
                "\(part.kind) in a tool's result: expected \(rule.resultContent)")
        }
    }
}

extension Message {
    /// Whether this is the older kind of tool message, which names its function and no call.
    var isFunctionMessage: Bool { role == .tool && wire.role == "function" }
}

extension ContentPart {
    fileprivate func mayStand(in role: Role) -> Bool {
        switch self {
        case .text, .opaque: role != .tool
        case .image: role == .user
        case .reasoning, .toolCall: role == .assistant
        case .toolResult: role == .tool || role == .user
        }
    }

    fileprivate var places: String {
        switch self {
        case .text, .opaque: "only results there"
        case .image: "it in a user message"
        case .reasoning, .toolCall: "it in an assistant message"
        case .toolResult: "it in a tool or user message"
        }
    }

    fileprivate var kind: String {
        switch self {
        case .text: "text"
        case .opaque: "a part of another kind"
        case .image: "an image"
        case .reasoning: "thinking"
        case .toolCall: "a tool call"
        case .toolResult: "a tool result"
        }
    }
}

extension ToolArguments {
    /// Whether the arguments can be a JSON object; of a text only the two ends are looked at.
    fileprivate var looksLikeObject: Bool {
        switch self {
        case .value(let value): value.object != nil
        case .text(let text):
            text.utf8.first { $0 > 0x20 } == UInt8(ascii: "{")
                && text.utf8.last { $0 > 0x20 } == UInt8(ascii: "}")
        }
    }

    fileprivate var kind: String {
        switch self {
        case .value(let value): value.kindDescription
        case .text(let text): text.isBlank ? "blank" : "the text \(text.quoted)"
        }
    }
}
