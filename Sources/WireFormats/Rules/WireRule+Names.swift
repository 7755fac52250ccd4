internal import ContextModel
internal import StrictJSON

extension WireRule {
    var longestToolName: Int { self == .anthropicMessages ? 128 : 64 }

    func expectation(ofToolName name: String) -> String {
        "a tool is named \(name.quoted): expected 1 to \(longestToolName) of a-z A-Z 0-9 _ -"
    }

    func accepts(callID: String?) -> Bool {
        guard let callID, !callID.isEmpty else { return false }
        return switch self {
        case .chatCompletions: true
        case .responses: callID.unicodeScalars.count <= 64
        case .anthropicMessages: callID.isPlainName(upTo: .max)
        }
    }

    var callIDForm: String {
        switch self {
        case .chatCompletions: "at least one character"
        case .responses: "1 to 64 characters"
        case .anthropicMessages: "one or more of a-z A-Z 0-9 _ -"
        }
    }

    var resultContent: String { self == .chatCompletions ? "text alone" : "text and images" }
}

extension Findings {
    /// Checks the names of tool definitions. Definitions of a provider's own tools may have none.
    mutating func check(tools: [JSONValue], for rule: WireRule) {
        var names: Set<String> = []
        for tool in tools {
            let named = tool["function"] ?? tool["custom"] ?? tool
            let type = tool["type"]?.string ?? "function"
            guard named["name"] != nil || type == "function" else { continue }
            let name = named["name"]?.string ?? ""
            if !name.isPlainName(upTo: rule.longestToolName) {
                add(.toolName, at: nil, rule.expectation(ofToolName: name))
            }
            if !names.insert(name).inserted, rule == .anthropicMessages {
                add(
                    .duplicateTool, at: nil,
                    "two tools are named \(name.quoted): expected each to have its own name")
            }
        }
    }
}
