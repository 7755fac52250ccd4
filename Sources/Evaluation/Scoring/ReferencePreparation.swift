internal import ContextModel
internal import StrictJSON

/// A message that holds an identifier.
struct ReferenceHolder: Hashable, Sendable {
    /// The message's number: the position of the first message that is equal to it.
    let number: Int32
    /// Whether the identifier stands in a tool's result.
    var isResult: Bool
    /// The number of the call that brought it; -1 if no result, or if the recording does not say.
    var call: Int32 = -1
}

/// A use of an identifier in a recorded answer.
struct Reference: Sendable {
    /// The identifier, counted among those that are used at all.
    let identifier: Int32
    /// The cell of a tally for its class and age.
    let row: Int32
    /// How many of the identifier's holders stand before the request.
    let holders: Int32
    /// Which of them is the newest tool result; -1 if none is.
    let source: Int32
}

/// A request and what its recorded answer needs.
struct ReferenceRequest: Sendable {
    /// How many messages the recording sent.
    let messageCount: Int
    /// The answer's references, in the order of first use.
    let references: Range<Int>
    /// The numbers of the answer's calls.
    let calls: [Int32]
}

/// Reads a conversation once, message by message, and finds what each recorded answer refers to.
struct ReferencePreparation {
    private(set) var table = IdentifierTable()
    /// The number, among those that are used, of each identifier of the table; -1 if it is not used.
    private(set) var usedNumbers: [Int32] = []
    private(set) var references: [Reference] = []
    private(set) var requests: [ReferenceRequest] = []
    /// For each identifier of the table the messages that hold it, ascending.
    private var holders: [[ReferenceHolder]] = []
    private var firstSeen: [Int] = []
    /// The identifiers that are used, in the order of first use.
    private var used: [Int] = []
    private var atoms = MessageAtoms()
    private var calls = RecordedCalls()
    private let scanner = IdentifierScanner()

    /// Reads a conversation whose requests sent so many messages each, ascending. O(bytes).
    init(_ messages: [Message], numbers: [Int32], requests counts: [Int]) {
        var counts = counts[...]
        for position in 0...messages.count {
            while counts.first == position {
                counts.removeFirst()
                let answer = position < messages.count ? messages[position] : nil
                addRequest(after: position, answer)
            }
            guard position < messages.count else { break }
            read(messages[position], at: position, number: numbers[position])
        }
        precondition(counts.isEmpty, "requests are ascending and of the conversation")
    }

    /// The holders of the identifiers that are used, one list behind the other, and where each list
    /// begins; the last start is the end.
    var flatHolders: (holders: [ReferenceHolder], starts: [Int]) {
        var flat: [ReferenceHolder] = []
        var starts = [0]
        for identifier in used {
            flat += holders[identifier]
            starts.append(flat.count)
        }
        return (flat, starts)
    }

    // MARK: - Answers

    private mutating func addRequest(after count: Int, _ answer: Message?) {
        let start = references.count
        if let answer {
            let lastExchange = atoms.ranges.last?.lowerBound ?? 0
            var seen: Set<Int> = []
            answer.forEachAnsweringText { text in
                scanner.forEachIdentifier(in: text) { _, bytes in
                    guard let identifier = table.number(of: bytes),
                        firstSeen[identifier] < lastExchange, seen.insert(identifier).inserted
                    else { return }
                    use(identifier, after: count)
                }
            }
        }
        requests.append(
            ReferenceRequest(
                messageCount: count, references: start..<references.count,
                calls: answer.map { calls.numbers(of: $0) } ?? []))
    }

    private mutating func use(_ identifier: Int, after count: Int) {
        if usedNumbers[identifier] < 0 {
            usedNumbers[identifier] = Int32(used.count)
            used.append(identifier)
        }
        let age = ReferenceTally.Age(messagesAgo: count - firstSeen[identifier])
        let source = holders[identifier].lastIndex(where: \.isResult)
        references.append(
            Reference(
                identifier: usedNumbers[identifier],
                row: Int32(ReferenceTally.row(table.classes[identifier], age)),
                holders: Int32(holders[identifier].count), source: Int32(source ?? -1)))
    }

    // MARK: - Messages

    private mutating func read(_ message: Message, at position: Int, number: Int32) {
        var plain = ReferenceHolder(number: number, isResult: message.role == .tool)
        if plain.isResult, message.toolResults.isEmpty {
            plain.call = calls.answered(by: nil) ?? -1
        }
        for part in message.parts {
            var holder = plain
            if case .toolResult(let result) = part {
                holder.isResult = true
                holder.call = calls.answered(by: result.callID) ?? -1
            }
            part.forEachScannedText { read($0, holder, position) }
        }
        calls.append(message)
        atoms.append(message)
    }

    private mutating func read(_ text: String, _ holder: ReferenceHolder, _ position: Int) {
        scanner.forEachIdentifier(in: text) { kind, bytes in
            let identifier = table.intern(kind, bytes)
            if identifier == holders.count {
                holders.append([])
                firstSeen.append(position)
                usedNumbers.append(-1)
            }
            if holders[identifier].last != holder { holders[identifier].append(holder) }
        }
    }
}

extension Message {
    /// Calls the body with every text of the message that a model reads, in order.
    func forEachScannedText(_ body: (String) -> Void) {
        for part in parts { part.forEachScannedText(body) }
    }

    /// Calls the body with the texts of an assistant's message that count as using what they name:
    /// what it says and what it hands to tools, but neither its reasoning nor the names of tools,
    /// which every request offers anew.
    func forEachUsingText(_ body: (String) -> Void) {
        if role == .assistant { forEachAnsweringText(body) }
    }

    /// The same for a message of any role that a request is answered with: in a dialogue between
    /// people the next speaker's turn is the answer.
    func forEachAnsweringText(_ body: (String) -> Void) {
        for part in parts {
            switch part {
            case .text(let text): body(text.text)
            case .toolCall(let call): call.arguments.forEachScannedText(body)
            default: break
            }
        }
    }
}

extension ContentPart {
    /// Calls the body with every text of the part that a model reads. The source of an image is none.
    func forEachScannedText(_ body: (String) -> Void) {
        switch self {
        case .text(let text), .reasoning(let text): body(text.text)
        case .image(let image): if let text = image.description { body(text) }
        case .toolCall(let call):
            body(call.name)
            call.arguments.forEachScannedText(body)
        case .toolResult(let result):
            for part in result.content { part.forEachScannedText(body) }
        case .opaque(let value): value.forEachScannedText(body)
        }
    }
}

extension ToolArguments {
    /// Calls the body with the values of the arguments; keys belong to the tool, not to the
    /// conversation. Text that is no JSON is handed over as it is.
    func forEachScannedText(_ body: (String) -> Void) {
        switch self {
        case .value(let value): value.forEachScannedText(body)
        case .text(let text):
            if let value = try? JSONValue(parsing: text) {
                value.forEachScannedText(body)
            } else {
                body(text)
            }
        }
    }
}

extension JSONValue {
    /// Calls the body with the strings and numbers of the value, keys left out.
    fileprivate func forEachScannedText(_ body: (String) -> Void) {
        switch self {
        case .null, .bool: break
        case .number(let number): body(number.lexeme)
        case .string(let text): body(text)
        case .array(let elements): for element in elements { element.forEachScannedText(body) }
        case .object(let object):
            for member in object.members { member.value.forEachScannedText(body) }
        }
    }
}
