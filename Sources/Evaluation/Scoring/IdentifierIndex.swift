internal import ContextModel

/// Where the identifiers of a transcript stand, who uses them, and which calls brought them.
struct IdentifierIndex: Sendable {
    /// An identifier that an assistant's message uses after it was first seen.
    struct Candidate: Sendable {
        let identifier: Int
        let firstSeen: Int
        /// The messages that use it, ascending.
        let users: [Int]

        /// How many messages from a position on use it. O(log users).
        func uses(from position: Int) -> Int {
            var low = 0
            var high = users.count
            while low < high {
                let middle = (low + high) / 2
                if users[middle] < position { low = middle + 1 } else { high = middle }
            }
            return users.count - low
        }
    }

    /// A call of a tool that was answered.
    struct Call: Sendable {
        /// The identifiers in its arguments.
        let arguments: [Int]
        /// The message that answers it.
        let result: Int
    }

    let messageCount: Int
    private(set) var table = IdentifierTable()
    /// The messages that hold each identifier, ascending.
    private(set) var places: [[Int]] = []
    /// The answered calls whose results hold each identifier, in the order of the results.
    private(set) var sources: [[Int]] = []
    private(set) var calls: [Call] = []
    /// What can be judged, in the order of first sight.
    private(set) var candidates: [Candidate] = []

    private let scanner: IdentifierScanner
    private var users: [[Int]] = []
    private var openCalls: [String: [Int]] = [:]

    /// The index of a transcript. O(bytes).
    init(of messages: [Message], _ scanner: IdentifierScanner) {
        messageCount = messages.count
        self.scanner = scanner
        for (position, message) in messages.enumerated() {
            message.forEachScannedText { read($0) { Self.note(position, in: &$0.places[$1]) } }
            message.forEachUsingText { read($0) { Self.note(position, in: &$0.users[$1]) } }
            readCalls(of: message)
            for result in message.toolResults { read(result, at: position) }
        }
        for (identifier, users) in users.enumerated() {
            guard let first = places[identifier].first, let last = users.last, last > first else {
                continue
            }
            candidates.append(Candidate(identifier: identifier, firstSeen: first, users: users))
        }
    }

    /// Calls the body with each identifier of a text.
    private mutating func read(_ text: String, _ body: (inout Self, Int) -> Void) {
        scanner.forEachIdentifier(in: text) { kind, bytes in
            let identifier = table.intern(kind, bytes)
            if identifier == places.count {
                places.append([])
                users.append([])
                sources.append([])
            }
            body(&self, identifier)
        }
    }

    /// Appends a value to an identifier's list unless it is the last one already.
    private static func note(_ value: Int, in list: inout [Int]) {
        if list.last != value { list.append(value) }
    }

    private mutating func readCalls(of message: Message) {
        for call in message.toolCalls {
            guard let id = call.id else { continue }
            var arguments: [Int] = []
            call.arguments.forEachScannedText {
                read($0) { _, identifier in arguments.append(identifier) }
            }
            openCalls[id] = arguments
        }
    }

    /// Reads a result; one that names no call cannot be had again.
    private mutating func read(_ result: ToolResult, at position: Int) {
        guard let id = result.callID, let arguments = openCalls[id] else { return }
        let call = calls.count
        calls.append(Call(arguments: arguments, result: position))
        for part in result.content {
            part.forEachScannedText { read($0) { Self.note(call, in: &$0.sources[$1]) } }
        }
    }
}
