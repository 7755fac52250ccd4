import ContextModel
import Corpus

/// Lines of a session log of our own making.
enum ClaudeCodeLog {
    /// A line of any type; `fields` are members as JSON text.
    static func line(
        _ type: String, _ uuid: String, after parent: String?, _ fields: String...
    ) -> String {
        let parent = parent.map { #""\#($0)""# } ?? "null"
        let place = #""type":"\#(type)","uuid":"\#(uuid)","parentUuid":\#(parent)"#
        let session = fields.contains { $0.hasPrefix(#""sessionId""#) } ? "" : #","sessionId":"s""#
        let time = #","timestamp":"2026-01-01T00:00:00.000Z""#
        let rest = fields.map { "," + $0 }.joined()
        return "{" + place + session + time + rest + "}"
    }

    /// A prompt.
    static func user(
        _ uuid: String, after parent: String?, _ text: String? = nil, _ fields: String = ""
    ) -> String {
        let message = #""message":{"role":"user","content":"\#(text ?? uuid)"}"#
        return fields.isEmpty
            ? line("user", uuid, after: parent, message)
            : line("user", uuid, after: parent, fields, message)
    }

    /// A line of an answer: its text, or the calls in it.
    static func answer(
        _ uuid: String, after parent: String?, id: String? = nil, calls: [String] = [],
        usage: String = "{}", _ fields: String = #""isSidechain":false"#
    ) -> String {
        let text = #"{"type":"text","text":"\#(uuid)"}"#
        let blocks =
            calls.isEmpty
            ? [text]
            : calls.map { #"{"type":"tool_use","id":"\#($0)","name":"Read","input":{}}"# }
        return line(
            "assistant", uuid, after: parent, fields,
            #""message":{"id":"\#(id ?? uuid)","role":"assistant","model":"m","# + #""content":["#
                + blocks.joined(separator: ",") + #"],"usage":\#(usage)}"#)
    }

    /// A line with the results of calls.
    static func results(_ uuid: String, after parent: String?, of calls: String...) -> String {
        let blocks = calls.map {
            #"{"type":"tool_result","tool_use_id":"\#($0)","content":"of \#($0)"}"#
        }
        return line(
            "user", uuid, after: parent,
            #""message":{"role":"user","content":[\#(blocks.joined(separator: ","))]}"#)
    }

    /// What the program put into a prompt.
    static func attachment(_ uuid: String, after parent: String?, _ fields: String) -> String {
        line("attachment", uuid, after: parent, #""attachment":{\#(fields)}"#)
    }

    /// Where a compaction replaced what came before.
    static func boundary(_ uuid: String, _ metadata: String = "{}") -> String {
        line(
            "system", uuid, after: nil, #""subtype":"compact_boundary""#,
            #""compactMetadata":\#(metadata)"#)
    }
}

extension Reading {
    /// A log read line by line.
    init(log: [String]) { self.init(log.joined(separator: "\n")) }

    /// Every request of every transcript, as the messages that it sent.
    var requests: [String] {
        transcripts.flatMap { transcript in
            transcript.requests.map {
                describe(Array(transcript.conversation.messages.prefix($0.messageCount)))
            }
        }
    }

    var ids: [String] { transcripts.map(\.conversation.id) }
}
