import Statistics
import StrictJSON

/// A conversation in the making: Chat Completions messages with the time each one was written.
struct TranscriptDraft: Sendable {
    /// What a part of a conversation is, for statistics.
    enum Kind: String, Sendable, CaseIterable {
        case system, user, assistant, call, result
    }

    /// The identifier of the conversation within its corpus.
    let id: String
    /// The tool definitions sent with every request.
    var tools: [JSONValue] = []
    /// Whether nobody is a model, so that a request before every turn but the first is made up.
    var isDialogueOfPeople = false
    /// The conversation's own source of random numbers.
    var generator: SeededGenerator
    /// The messages so far.
    private(set) var messages: [JSONValue] = []
    /// The texts in order, for statistics; a call's text is its name, a line break, its arguments.
    private(set) var texts: [(kind: Kind, text: String)] = []
    private var timestamps: [Int] = []
    private var clock: Int
    private let callPrefix: String
    private var calls = 0

    /// An empty conversation of a corpus; its number decides its random numbers and its start.
    init(corpus: String, number: Int, seed: UInt64) {
        let digits = String(number + 1)
        id = corpus + "-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        generator = SeededGenerator(seed: seed, name: id)
        // Starts are spread over about a year from 2025-01-06, 08:00 UTC on.
        clock = 1_736_150_400_000 + number * 27_000_000 + generator.next(below: 20_000_000)
        callPrefix =
            "call_" + generator.characters(8, of: "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQ")
    }

    /// Adds a message as it is, with the text that statistics count.
    mutating func add(_ message: JSONObject, _ kind: Kind, _ text: String, after milliseconds: Int)
    {
        texts.append((kind, text))
        add(message, after: milliseconds)
    }

    private mutating func add(_ message: JSONObject, after milliseconds: Int) {
        clock += milliseconds
        messages.append(.object(message))
        timestamps.append(clock)
    }

    /// How many messages each request sent: all before an assistant message.
    var requests: [Int] {
        if isDialogueOfPeople { return Array(1..<messages.count) }
        return messages.indices.filter { $0 > 0 && messages[$0]["role"]?.string == "assistant" }
    }

    /// The conversation as one line of JSON, without a line break; its position in the file is said
    /// in `winnow`, where a negative number among the requests marks one that is made up.
    func line(record: Int) -> String {
        let sign = isDialogueOfPeople ? -1 : 1
        let source = JSONObject([
            ("path", .string("conversations.jsonl")), ("record", .int(record)),
            ("format", .string("chat-completions")),
        ])
        let winnow = JSONObject([
            ("id", .string(id)), ("timestamps", .array(timestamps.map(JSONValue.int))),
            ("requests", .array(requests.map { .int(sign * $0) })), ("source", .object(source)),
        ])
        var object = JSONObject([("id", .string(id)), ("messages", .array(messages))])
        if !tools.isEmpty { object["tools"] = .array(tools) }
        object["winnow"] = .object(winnow)
        return JSONValue.object(object).compactText
    }
}

extension TranscriptDraft {
    /// Adds the system prompt.
    mutating func system(_ text: String) { say("system", .system, text, after: 0) }

    /// Adds a message of the user, who reads and types for some seconds, sometimes much longer.
    mutating func user(_ text: String) {
        let pause = generator.next(in: 6000...55_000)
        let long = generator.chance(4) ? generator.next(in: 300_000...3_000_000) : 0
        say("user", .user, text, after: pause + long)
    }

    /// Adds an answer of the model.
    mutating func assistant(_ text: String) {
        say("assistant", .assistant, text, after: generator.next(in: 900...14_000))
    }

    private mutating func say(
        _ role: String, _ kind: Kind, _ text: String, after milliseconds: Int, name: String? = nil
    ) {
        var message = JSONObject([("role", .string(role))])
        if let name { message["name"] = .string(name) }
        message["content"] = .string(text)
        add(message, kind, text, after: milliseconds)
    }

    /// Adds an assistant message that calls tools, with the text said before if any; returns the
    /// calls' ids, which `result` answers.
    mutating func call(_ calls: [(name: String, arguments: JSONObject)], saying text: String? = nil)
        -> [String]
    {
        let rows = calls.map { call -> (id: String, value: JSONValue) in
            self.calls += 1
            let arguments = JSONValue.object(call.arguments).spacedText
            texts.append((.call, call.name + "\n" + arguments))
            let id = callPrefix + String(self.calls)
            return (id, Self.callValue(id: id, name: call.name, arguments: arguments))
        }
        if let text { texts.insert((.assistant, text), at: texts.count - calls.count) }
        let message = JSONObject([
            ("role", .string("assistant")), ("content", text.map(JSONValue.string) ?? .null),
            ("tool_calls", .array(rows.map(\.value))),
        ])
        add(message, after: generator.next(in: 900...9000))
        return rows.map(\.id)
    }

    /// Adds a call of one tool and its result.
    mutating func call(
        _ name: String, _ arguments: JSONObject, saying text: String? = nil, result: String
    ) {
        for id in call([(name, arguments)], saying: text) { self.result(id, name, result) }
    }

    /// Adds what a tool answered.
    mutating func result(_ id: String, _ name: String, _ text: String) {
        let message = JSONObject([
            ("role", .string("tool")), ("tool_call_id", .string(id)), ("name", .string(name)),
            ("content", .string(text)),
        ])
        add(message, .result, text, after: generator.next(in: 40...4500))
    }

    /// Adds a user message of parts, with the text that statistics count.
    mutating func user(parts: [JSONValue], text: String) {
        let message = JSONObject([("role", .string("user")), ("content", .array(parts))])
        add(message, .user, text, after: generator.next(in: 6000...55_000))
    }

    /// The Chat Completions form of a tool call.
    static func callValue(id: String, name: String, arguments: String) -> JSONValue {
        let function = JSONObject([("name", .string(name)), ("arguments", .string(arguments))])
        return .object(
            JSONObject([
                ("id", .string(id)), ("type", .string("function")), ("function", .object(function)),
            ]))
    }
}

extension TranscriptDraft {
    /// How many texts there are apart from tool calls.
    var textCount: Int { texts.reduce(0) { $0 + ($1.kind == .call ? 0 : 1) } }
}

extension TranscriptDraft {
    /// Adds a turn of one of several people, who hardly pause.
    mutating func turn(_ text: String, name: String) {
        let pause = generator.next(in: 300...1500) + text.utf8.count * 55
        say("user", .user, text, after: pause, name: name)
    }
}
