internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// A line of a Claude Code session log that has a place in a conversation.
struct ClaudeCodeLine {
    /// The conversations that lines may belong to before their parents are looked at.
    struct Thread: Hashable {
        /// The session.
        var session: String
        /// The sub-agent, in files of one.
        var agent: String?
        /// Whether a sub-agent speaks.
        var isSidechain: Bool
    }

    /// What a line adds to a conversation.
    enum Content {
        /// Messages of the user, of tools, or that the program put in.
        case messages([Message])
        /// One block, or some, of an answer of the model.
        case answer(Answer)
        /// What came before is replaced; the lines named stay.
        case compaction(Kept)
        /// The results of some calls are emptied.
        case clearing(Set<String>)
        /// Nothing that is sent.
        case nothing
    }

    /// Lines that stay word for word across a compaction.
    struct Kept {
        /// The lines, if they are named one by one.
        var lines: [String] = []
        /// The first and the last of them, if only those are named.
        var ends: (head: String, tail: String)?
        /// The line behind which they stand.
        var anchor: String?
    }

    /// A piece of an answer.
    struct Answer {
        var id: String
        var parts: [ContentPart]
        var usage: RecordedUsage?
    }

    let uuid: String
    let parent: String?
    let thread: Thread
    let time: Int64?
    var content = Content.nothing
    /// Whether it is the summary of a compaction.
    private(set) var isSummary: Bool
    /// Whether it is of the user, or of a tool.
    private let isOfUser: Bool
    /// What of the line is not sent, if anything.
    var leftOut: (kind: String, count: Int)?

    /// The place of a line: everything but its content.
    init?(_ line: JSONObject, number: Int) {
        guard let uuid = line["uuid"]?.string ?? (line["message"] != nil ? "\(number)" : nil) else {
            return nil
        }
        self.uuid = uuid
        parent = line["parentUuid"]?.string
        thread = Thread(
            session: line.identifier("sessionId") ?? "", agent: line["agentId"]?.string,
            isSidechain: line["isSidechain"]?.bool ?? false)
        time = line["timestamp"]?.string.flatMap(Timestamp.milliseconds)
        isSummary = line["isCompactSummary"]?.bool ?? false
        isOfUser = line["type"]?.string == "user"
    }

    /// Whether a conversation can begin with the line: with what a user says, or after a compaction.
    var canBegin: Bool {
        switch content {
        case .messages(let messages): isOfUser && messages.contains { $0.role == .user }
        case .compaction: true
        case .answer, .clearing, .nothing: false
        }
    }

    /// Reads what the line adds. Throws for a message that cannot be read.
    mutating func read(_ line: JSONObject) throws(TranscriptError) {
        switch line["type"]?.string {
        case "user":
            let messages = try Self.inside(line, Self.userMessages)
            // Version 1.0 marks a summary by nothing else.
            if messages.first?.texts.first?.hasPrefix(Self.beginningOfSummary) == true {
                isSummary = true
            }
            content = .messages(messages)
        case "assistant": try readAnswer(line)
        case "attachment":
            guard let attachment = line["attachment"]?.object else { return }
            let message = ClaudeCodeAttachment.message(attachment)
            content = message.map { .messages([$0]) } ?? .nothing
            if message == nil {
                leftOut = ("attachment \(attachment["type"]?.string ?? "without a type")", 1)
            }
        case "system": readNotice(line)
        default: break
        }
    }

    private static let beginningOfSummary = "This session is being continued"

    private static func inside<Content>(
        _ line: JSONObject, _ read: (JSONObject) throws(TranscriptError) -> Content
    ) throws(TranscriptError) -> Content {
        guard let message = line["message"]?.object else {
            throw TranscriptError("message", expected: "an object", found: line["message"])
        }
        do throws(TranscriptError) {
            return try read(message)
        } catch { throw error.inside("message") }
    }

    private static func userMessages(_ message: JSONObject) throws(TranscriptError) -> [Message] {
        if let text = message["content"]?.string { return [Message(.user, text)] }
        var messages: [Message] = []
        var spoken: [ContentPart] = []
        try message.forEach(in: "content") { (block) throws(TranscriptError) in
            let part = try ClaudeCodeBlock.read(block)
            guard case .toolResult = part else { return spoken.append(part) }
            messages.append(Message(.tool, parts: [part]))
        }
        if spoken.isEmpty { return messages }
        return messages + [Message(.user, parts: spoken, wire: MessageWire(content: .parts))]
    }
}

// MARK: - Answers and notices

extension ClaudeCodeLine {
    /// The model that the program names where it speaks itself.
    private static let noModel = "<synthetic>"

    private mutating func readAnswer(_ line: JSONObject) throws(TranscriptError) {
        let uuid = uuid
        let answer = try Self.inside(line) { (message) throws(TranscriptError) in
            var answer = Answer(id: message["id"]?.string ?? uuid, parts: [])
            if let text = message["content"]?.string {
                answer.parts = [.text(TextPart(text))]
            } else {
                try message.forEach(in: "content") { (block) throws(TranscriptError) in
                    answer.parts.append(try ClaudeCodeBlock.read(block))
                }
            }
            answer.usage = message["usage"]?.object.map(RecordedUsage.init(anthropic:))
            answer.usage?.model = message["model"]?.string
            return answer
        }
        if line["isApiErrorMessage"]?.bool == true {
            leftOut = ("error shown as an answer", answer.parts.count)
        } else if line["message"]?["model"]?.string == Self.noModel {
            // The program made it up: it was asked of no model, but it is in what was sent later.
            content = .messages([
                Message(.assistant, parts: answer.parts, wire: MessageWire(content: .parts))
            ])
        } else {
            content = .answer(answer)
        }
    }

    private mutating func readNotice(_ line: JSONObject) {
        switch line["subtype"]?.string {
        case "compact_boundary": content = .compaction(Self.kept(line["compactMetadata"]))
        case "microcompact_boundary":
            let calls = line["microcompactMetadata"]?["compactedToolIds"]?.array ?? []
            content = .clearing(Set(calls.compactMap(\.string)))
        default: break
        }
    }

    private static func kept(_ metadata: JSONValue?) -> Kept {
        var kept = Kept()
        kept.lines = (metadata?["preservedMessages"]?["uuids"]?.array ?? []).compactMap(\.string)
        let segment = metadata?["preservedSegment"]
        if let head = segment?["headUuid"]?.string, let tail = segment?["tailUuid"]?.string {
            kept.ends = (head, tail)
        }
        kept.anchor =
            metadata?["preservedMessages"]?["anchorUuid"]?.string
            ?? segment?["anchorUuid"]?.string
        return kept
    }
}

extension RecordedUsage {
    /// Usage as Anthropic reports it, whose input leaves out what a cache held.
    init(anthropic usage: JSONObject) {
        func number(_ value: JSONValue?) -> Int { value?.number?.int ?? 0 }
        self.init()
        uncached = number(usage["input_tokens"])
        read = number(usage["cache_read_input_tokens"])
        written = number(usage["cache_creation_input_tokens"])
        // The lifetimes are parts of what was written; older versions do not tell them.
        writtenForAnHour = min(
            written, number(usage["cache_creation"]?["ephemeral_1h_input_tokens"]))
        written -= writtenForAnHour
        output = number(usage["output_tokens"])
        let rounds = (usage["iterations"]?.array ?? []).filter { $0["type"]?.string == "message" }
        if rounds.count > 1, let last = rounds.last {
            lastPrompt =
                number(last["input_tokens"]) + number(last["cache_read_input_tokens"])
                + number(last["cache_creation_input_tokens"])
        }
    }
}
