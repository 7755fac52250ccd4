internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads Codex rollouts: JSON lines `{timestamp, type, payload}`.
///
/// An answer is what the model wrote until its usage was told (`token_count`); outputs of its calls that
/// were logged meanwhile follow it. Events repeat much of it for the screen and are passed over. A
/// compaction names the history that replaced the old one. A forked thread begins with a copy of another,
/// whose requests are that one's. Tools are not logged.
enum Codex {
    static let importer = Importer(.codex) { sample in
        let isRollout =
            (sample.shape == .lines || sample.isOneLine)
            && sample.records.contains { line in
                types.contains(line["type"]?.string ?? "") && line["payload"]?["type"] != nil
                    || line["type"]?.string == "session_meta" && line["payload"]?["id"] != nil
            }
        return isRollout ? .session { CodexRollout(source: $0) } : nil
    }

    private static let types: Set = ["response_item", "event_msg"]
}

/// A rollout being read line by line.
private struct CodexRollout: SessionReader {
    private let source: TranscriptSource
    private var id: String?
    private var stretch = OpenStretch(conversation: 0, cause: .compaction)
    private var earlier: [OpenStretch] = []
    private var answer = OpenAnswer()
    /// Until when what is logged is a copy, in a forked thread.
    private var copiedUntil: Int64?
    private var instructions: String?
    private var model: String?
    private var totals: JSONValue?
    private var leftOut = LeftOut()
    private var number = 0
    private var lost: [Int] = []

    /// What the model wrote since the last usage, and what came meanwhile.
    private struct OpenAnswer {
        var parts: [ContentPart] = []
        var time: Int64?
        var line = 0
        var later: [(message: Message, time: Int64?)] = []
    }

    /// A fork writes its copy at once, in milliseconds; then it waits for the model, for seconds.
    private static let timeToCopy: Int64 = 500

    init(source: TranscriptSource) { self.source = source }

    mutating func add(_ value: JSONValue) throws(TranscriptError) {
        number += 1
        let time = value["timestamp"]?.string.flatMap(Timestamp.milliseconds)
        do throws(TranscriptError) {
            let line = try value.requiredObject()
            let type = try line.string("type")
            guard let payload = line["payload"]?.object else { return }
            if let copiedUntil, time ?? .max > copiedUntil { endCopy() }
            try take(type, payload, time)
        } catch {
            lost.append(number)
            throw error
        }
    }

    mutating func lose() {
        number += 1
        lost.append(number)
    }

    private mutating func take(
        _ type: String, _ payload: JSONObject, _ time: Int64?
    ) throws(TranscriptError) {
        do throws(TranscriptError) {
            switch type {
            case "session_meta": begin(payload, time)
            case "turn_context": model = payload["model"]?.string ?? model
            case "response_item": try take(item: payload, time)
            case "event_msg" where payload["type"]?.string == "token_count":
                takeUsage(payload["info"])
            case "compacted": try compact(payload, time)
            default: break
            }
        } catch { throw error.inside("payload") }
    }

    func finish() -> [Transcript] {
        var last = self
        last.closeAnswer(usage: nil)
        var stretches = last.earlier + [last.stretch]
        var leftOut = last.leftOut
        for index in stretches.indices {
            let cut = stretches[index].removeCallsWithoutResults(lost: lost)
            leftOut.add("call whose result was refused", cut)
        }
        return stretches.filter { !$0.messages.isEmpty }.enumerated().map { index, stretch in
            transcript(of: stretch, index, leftOut)
        }
    }

    private func transcript(
        of stretch: OpenStretch, _ index: Int, _ leftOut: LeftOut
    ) -> Transcript {
        let name = id ?? source.stem
        var transcript = Transcript(
            conversation: Conversation(
                id: index == 0 ? name : "\(name)#\(index + 1)", messages: stretch.messages),
            timestamps: stretch.times, requests: stretch.requests,
            source: TranscriptSource(path: source.path, record: index, format: source.format))
        if index == 0 {
            transcript.leftOut = leftOut
        } else {
            transcript.stretch = stretch.finished(number: index + 1)
        }
        return transcript
    }
}

// MARK: - Lines

extension CodexRollout {
    private mutating func begin(_ meta: JSONObject, _ time: Int64?) {
        if id == nil {
            id = meta.identifier("id")
            if meta["forked_from_id"]?.string != nil {
                copiedUntil = time.map { $0 + Self.timeToCopy }
            }
        }
        guard instructions == nil, let text = meta["base_instructions"]?["text"]?.string else {
            return
        }
        instructions = text
        append(Message(.system, text), time)
    }

    /// What comes now is the thread's own.
    private mutating func endCopy() {
        closeAnswer(usage: nil)
        copiedUntil = nil
    }

    private mutating func take(item: JSONObject, _ time: Int64?) throws(TranscriptError) {
        switch try CodexItem.read(item) {
        case .written(let parts):
            // Behind what the user said it is another answer: the one before broke off.
            if answer.later.contains(where: { $0.message.role == .user }) {
                closeAnswer(usage: nil)
            }
            if answer.parts.isEmpty { (answer.time, answer.line) = (time, number) }
            answer.parts += parts
        case .given(let message):
            if answer.parts.isEmpty {
                append(message, time)
            } else {
                answer.later.append((message, time))
            }
        case .unknown(let type): leftOut.add("item \(type)")
        }
    }

    /// Ends an answer with its usage. An event with the totals of the one before is a repetition.
    private mutating func takeUsage(_ info: JSONValue?) {
        guard let total = info?["total_token_usage"], total != totals,
            let last = info?["last_token_usage"]?.object
        else { return }
        totals = total
        var usage = RecordedUsage(openAI: last)
        usage.model = model
        closeAnswer(usage: usage)
    }

    private mutating func closeAnswer(usage: RecordedUsage?) {
        guard usage != nil || !answer.parts.isEmpty else { return }
        let count = stretch.messages.count
        if copiedUntil == nil {
            if count == 0 {
                leftOut.add(LeftOut.request)
            } else {
                stretch.requests.append(RequestPoint(messageCount: count, usage: usage))
            }
        }
        if !answer.parts.isEmpty {
            stretch.append(
                Message(.assistant, parts: answer.parts, wire: MessageWire(content: .parts)),
                line: answer.line, time: answer.time, isRepeated: false)
        }
        for (message, time) in answer.later { append(message, time) }
        answer = OpenAnswer()
    }

    private mutating func append(_ message: Message, _ time: Int64?, isRepeated: Bool = false) {
        stretch.append(message, line: number, time: time, isRepeated: isRepeated)
    }

    /// Begins again with the history that replaced the old one.
    private mutating func compact(_ payload: JSONObject, _ time: Int64?) throws(TranscriptError) {
        closeAnswer(usage: nil)
        var known = Set(earlier.flatMap(\.messages))
        known.formUnion(stretch.messages)
        earlier.append(stretch)
        stretch = OpenStretch(conversation: 0, cause: .compaction)
        if let instructions { append(Message(.system, instructions), time, isRepeated: true) }
        let summary = try payload.optionalString("message") ?? ""
        guard payload["replacement_history"]?.array != nil else {
            stretch.summary = stretch.messages.count
            return append(Message(.user, summary), time)
        }
        try payload.forEach(in: "replacement_history") { (item) throws(TranscriptError) in
            let message: Message
            switch try CodexItem.read(item) {
            case .written(let parts):
                message = Message(.assistant, parts: parts, wire: MessageWire(content: .parts))
            case .given(let given): message = given
            case .unknown(let type): return leftOut.add("item \(type)")
            }
            if CodexItem.isSummary(item) { stretch.summary = stretch.messages.count }
            append(message, time, isRepeated: known.contains(message))
        }
    }
}

extension RecordedUsage {
    /// Usage as OpenAI reports it, whose input holds what a cache held.
    init(openAI usage: JSONObject) {
        func number(_ key: String) -> Int { usage[key]?.number?.int ?? 0 }
        self.init()
        read = number("cached_input_tokens")
        written = number("cache_write_input_tokens")
        uncached = max(0, number("input_tokens") - read - written)
        output = number("output_tokens")
    }
}
