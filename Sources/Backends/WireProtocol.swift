/// The wire formats of language model servers that we speak.
package enum WireProtocol: String, Hashable, Sendable, CaseIterable {
    /// OpenAI's Chat Completions, which most other servers speak too.
    case chatCompletions = "chat-completions"
    /// Anthropic's Messages.
    case anthropicMessages = "anthropic-messages"
}

extension WireProtocol {
    /// What follows the base address.
    package var path: String {
        switch self {
        case .chatCompletions: "/chat/completions"
        case .anthropicMessages: "/messages"
        }
    }

    /// The header that carries the key, and the protocol's own headers.
    package func headers(key: String?) -> [(name: String, value: String)] {
        switch self {
        case .chatCompletions: key.map { [("authorization", "Bearer " + $0)] } ?? []
        case .anthropicMessages:
            [("anthropic-version", "2023-06-01")] + (key.map { [("x-api-key", $0)] } ?? [])
        }
    }
}
