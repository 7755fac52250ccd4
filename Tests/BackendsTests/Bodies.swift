import Backends

/// Answers as the two protocols' servers write them.
enum Bodies {
    static let eventStream = [("content-type", "text/event-stream; charset=utf-8")]

    static func whole(_ wire: WireProtocol, _ text: String, finish: String? = nil) -> String {
        switch wire {
        case .chatCompletions:
            """
            {"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":\
            "assistant","content":"\(text)"},"finish_reason":"\(finish ?? "stop")"}],\
            "usage":{"prompt_tokens":21,"completion_tokens":4,"total_tokens":25}}
            """
        case .anthropicMessages:
            """
            {"id":"m1","type":"message","role":"assistant","content":[{"type":"text","text":\
            "\(text)"}],"stop_reason":"\(finish ?? "end_turn")","usage":{"input_tokens":11,\
            "cache_read_input_tokens":10,"output_tokens":4}}
            """
        }
    }

    /// The events of a stream with these pieces of text.
    static func events(_ wire: WireProtocol, _ pieces: [String]) -> [String] {
        switch wire {
        case .chatCompletions:
            pieces.map {
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\($0)\"}}]}\n\n"
            } + [
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":4}}\n\n",
                "data: [DONE]\n\n",
            ]
        case .anthropicMessages:
            [
                named(
                    "message_start",
                    "\"message\":{\"usage\":{\"input_tokens\":21,\"output_tokens\":1}}"),
                named(
                    "content_block_start",
                    "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                named("ping", "\"at\":0"),
            ]
                + pieces.map {
                    named(
                        "content_block_delta",
                        "\"delta\":{\"type\":\"text_delta\",\"text\":\"\($0)\"}")
                } + [
                    named("content_block_stop", "\"index\":0"),
                    named(
                        "message_delta",
                        "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":4}"),
                    named("message_stop", "\"end\":true"),
                ]
        }
    }

    static func error(_ wire: WireProtocol, _ kind: String, _ message: String) -> String {
        let inner = "{\"type\":\"\(kind)\",\"message\":\"\(message)\"}"
        return wire == .chatCompletions
            ? "{\"error\":\(inner)}" : "{\"type\":\"error\",\"error\":\(inner)}"
    }

    private static func named(_ name: String, _ members: String) -> String {
        "event: \(name)\ndata: {\"type\":\"\(name)\",\(members)}\n\n"
    }
}
