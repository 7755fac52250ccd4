import ContextModel
import Evaluation

/// The definition of references lost and of the refetch forecast, with plain strings, sets and
/// searches through all messages: what the scorer is held to.
struct NaiveReferences {
    let messages: [Message]
    let tokens: [Int]
    /// The identifiers that each message shows.
    private let shown: [Set<String>]
    private var fetched: [(message: Message, anchor: Message)] = []
    /// References by class, age and outcome.
    private(set) var counts: [String: Int] = [:]

    init(_ conversation: NumberedConversation) {
        messages = conversation.messages
        shown = messages.map(Self.shown(by:))
        tokens = conversation.tokens
    }

    mutating func judge(
        first count: Int, _ context: [Message], recoverable: Set<Int>, promptTokens: Int
    ) -> [String] {
        fetched.removeAll { !context.contains($0.anchor) }
        let visible = context.reduce(into: Set<String>()) { $0.formUnion(Self.shown(by: $1)) }
        let recallable = Set(recoverable.map { messages[$0] })
        var verdict: [String] = []
        for identifier in needed(first: count) {
            let text = identifier.text
            let places = (0..<count).filter { shown[$0].contains(text) }
            let holders = places.map { messages[$0] }
            let recalled = holders.last(where: recallable.contains)
            let isVisible = visible.contains(text)
            let outcome = isVisible ? "visible" : recalled == nil ? "lost" : "recoverable"
            let age = ReferenceTally.Age(messagesAgo: count - (places.first ?? count))
            counts["\(identifier.kind) \(age) \(outcome)", default: 0] += 1
            verdict.append(outcome)
            if isVisible { continue }
            if fetched.contains(where: { Self.shown(by: $0.message).contains(text) }) { continue }
            guard let source = recalled ?? holders.last(where: { Self.answers($0, text) }) else {
                verdict.append("unfetchable")
                continue
            }
            let calls = places.filter { messages[$0] == source }
                .flatMap { callsAnswered(at: $0, text) }
            if Self.calls(of: messages[count]).contains(where: calls.contains) { continue }
            let cost = tokens[messages.firstIndex(of: source) ?? 0]
            verdict.append("\(recalled == nil ? "refetch" : "recall") \(promptTokens) \(cost)")
            fetched.append((source, messages[count - 1]))
        }
        return verdict
    }

    /// The identifiers that the answer behind the first messages needs, each once.
    func needed(first count: Int) -> [Identifier] {
        guard count < messages.count else { return [] }
        let last = MessageAtoms(messages[..<count]).ranges.last?.lowerBound ?? 0
        let old = shown[..<last].reduce(into: Set<String>()) { $0.formUnion($1) }
        let used = messages[count].parts.flatMap { part -> [Identifier] in
            switch part {
            case .text(let text): Self.identifiers(in: text.text)
            case .toolCall(let call): Self.identifiers(in: call.arguments.text)
            default: []
            }
        }
        var seen: Set<String> = []
        return used.filter { old.contains($0.text) && seen.insert($0.text).inserted }
    }

    // MARK: - Messages

    private static func identifiers(in text: String) -> [Identifier] {
        IdentifierScanner().identifiers(in: text)
    }

    private static func text(of part: ContentPart) -> String {
        switch part {
        case .text(let part), .reasoning(let part): part.text
        case .toolCall(let call): call.name + " " + call.arguments.text
        case .toolResult(let result): result.content.map(text).joined(separator: " ")
        default: ""
        }
    }

    private static func shown(by message: Message) -> Set<String> {
        Set(message.parts.flatMap { identifiers(in: text(of: $0)) }.map(\.text))
    }

    private static func holds(_ result: ToolResult, _ identifier: String) -> Bool {
        identifiers(in: text(of: .toolResult(result))).contains { $0.text == identifier }
    }

    /// Whether an identifier stands in a tool's result in the message.
    private static func answers(_ message: Message, _ identifier: String) -> Bool {
        message.role == .tool || message.toolResults.contains { holds($0, identifier) }
    }

    private static func calls(of message: Message) -> [String] {
        message.toolCalls.map { "\($0.name) \($0.arguments.text)" }
    }

    /// The calls whose results at a position hold an identifier.
    private func callsAnswered(at position: Int, _ identifier: String) -> [String] {
        messages[position].toolResults.enumerated().compactMap { place, result in
            guard Self.holds(result, identifier) else { return nil }
            let callers = messages[..<position].enumerated().reversed()
            guard let id = result.callID else {
                let caller = callers.first { !$1.toolCalls.isEmpty }
                guard let caller else { return nil }
                let between = messages[caller.offset + 1..<position].flatMap(\.toolResults)
                let own = messages[position].toolResults[..<place]
                let order = (between + own).count { $0.callID == nil }
                let calls = Self.calls(of: caller.element)
                return order < calls.count ? calls[order] : nil
            }
            let caller = callers.first { $1.toolCalls.contains { $0.id == id } }?.element
            let call = caller?.toolCalls.last { $0.id == id }
            return call.map { "\($0.name) \($0.arguments.text)" }
        }
    }
}
