package import ContextModel

/// Judges contexts by the references of the recorded answers: the identifiers that an answer or its
/// calls use, to the letter, and that were first seen before the last exchange.
///
/// An identifier counts once an answer. The last exchange is the last atom (`MessageAtoms`) before
/// the request: what was seen there first, every policy keeps. So what is needed depends on the
/// recording alone, and is the same for every policy; a conversation sent as recorded loses nothing.
/// The answer to a request is the message behind its prefix, whatever its role, since in dialogues
/// between people the next speaker answers; a request with no message behind it needs nothing.
///
/// Prepared once a conversation and shared by all cells: judging a context compares numbers and reads
/// no text. Messages have *numbers*: equal messages have the same, a recorded message has the position
/// of the first that is equal to it, and a message made by a stage has a number beyond all positions.
package struct ReferenceScorer: Sendable {
    let numbers: [Int32]
    let tokens: [Int]
    let requests: [ReferenceRequest]
    let references: [Reference]
    private let holders: [ReferenceHolder]
    private let starts: [Int]
    private let table: IdentifierTable
    private let usedNumbers: [Int32]
    private let scanner = IdentifierScanner()

    /// Prepares the judgement of a conversation's requests, which sent the first so many messages
    /// each, ascending. `numbers` and `tokens` are those of the recorded messages. O(bytes).
    package init(_ messages: [Message], numbers: [Int32], tokens: [Int], requests counts: [Int]) {
        precondition(numbers.count == messages.count, "every message has a number")
        precondition(tokens.count == messages.count, "every message has its tokens")
        let isFirst = zip(numbers, 0...).allSatisfy {
            $0 >= 0 && $0 <= $1 && numbers[Int($0)] == $0
        }
        precondition(isFirst, "a number is the position of the first equal message")
        let preparation = ReferencePreparation(messages, numbers: numbers, requests: counts)
        self.numbers = numbers
        self.tokens = tokens
        requests = preparation.requests
        references = preparation.references
        (holders, starts) = preparation.flatHolders
        table = preparation.table
        usedNumbers = preparation.usedNumbers
    }

    /// How many references all answers have together: the denominator of every policy.
    package var needed: Int { references.count }

    /// How many references the answer to a request has.
    package func needed(by request: Int) -> Int { requests[request].references.count }

    /// The identifier of a number that a verdict gives. O(identifiers).
    package func identifier(_ number: Int32) -> Identifier {
        guard let place = usedNumbers.firstIndex(of: number) else {
            preconditionFailure("a verdict names identifiers that are used")
        }
        return Identifier(table.classes[place], table.text(of: place))
    }

    /// The identifiers of a message made by a stage, as far as any answer uses them.
    package struct Made: Hashable, Sendable {
        /// Ascending, each once.
        fileprivate let identifiers: [Int32]

        /// Whether an identifier stands in the message. O(log identifiers).
        func holds(_ identifier: Int32) -> Bool {
            var low = 0
            var high = identifiers.count
            while low < high {
                let middle = (low + high) / 2
                if identifiers[middle] < identifier { low = middle + 1 } else { high = middle }
            }
            return low < identifiers.count && identifiers[low] == identifier
        }
    }

    /// Reads a message made by a stage; once is enough for all contexts that hold it. O(bytes).
    package func scan(_ message: Message) -> Made {
        var found: Set<Int32> = []
        message.forEachScannedText { text in
            scanner.forEachIdentifier(in: text) { _, bytes in
                guard let identifier = table.number(of: bytes) else { return }
                if usedNumbers[identifier] >= 0 { found.insert(usedNumbers[identifier]) }
            }
        }
        return Made(identifiers: found.sorted())
    }

    /// A client session that has sent nothing yet.
    package func session() -> Session { Session(of: self) }

    /// Judges what a naive method keeps: how many references a request's answer has, and how many of
    /// them stand in the recorded messages at some positions. O(messages + holders).
    package func judgeKept(request: Int, positions: [Int]) -> (needed: Int, visible: Int) {
        let request = requests[request]
        var isKept = [Bool](repeating: false, count: numbers.count)
        for position in positions {
            precondition(position < request.messageCount, "what is kept was sent")
            isKept[Int(numbers[position])] = true
        }
        let visible = references[request.references].count { reference in
            holders(before: reference).contains { isKept[Int($0.number)] }
        }
        return (request.references.count, visible)
    }
}

extension ReferenceScorer {
    /// The messages before the request that hold what a reference refers to, ascending.
    func holders(before reference: Reference) -> ArraySlice<ReferenceHolder> {
        let start = starts[Int(reference.identifier)]
        return holders[start..<start + Int(reference.holders)]
    }

    /// The messages behind the request that hold it: a stage may have made one of the same words.
    func holders(after reference: Reference) -> ArraySlice<ReferenceHolder> {
        let start = starts[Int(reference.identifier)]
        return holders[start + Int(reference.holders)..<starts[Int(reference.identifier) + 1]]
    }
}
