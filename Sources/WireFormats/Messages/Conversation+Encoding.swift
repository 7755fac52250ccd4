package import ContextModel
package import StrictJSON

extension Conversation {
    /// The conversation as a request in its own format, or as an array of messages if it was one and that
    /// format lets it be. Total. O(bytes).
    package var encoded: JSONValue {
        switch format {
        case .chatCompletions: ChatCompletionsFormat.encode(self)
        case .anthropicMessages: AnthropicMessagesFormat.encode(self)
        }
    }
}
