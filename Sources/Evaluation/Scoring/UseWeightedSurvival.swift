package import ContextModel

/// Judges shortened contexts of a transcript by what the recorded agent needed afterwards: the
/// identifiers it used later, to the letter, that were first seen in what was shortened away.
///
/// Prepared once, it knows where each identifier stands and who uses it later; a context costs time
/// for the messages that are new in it, not for those it keeps. Ratios are for corpora of twenty
/// conversations and more, and for comparisons at the same kept size.
package struct UseWeightedSurvival: Sendable {
    let scanner = IdentifierScanner()
    let index: IdentifierIndex
    let unchanged: UnchangedMessages

    /// Prepares the judgement of contexts of a transcript. O(bytes).
    package init(_ messages: [Message]) {
        index = IdentifierIndex(of: messages, scanner)
        unchanged = UnchangedMessages(of: messages)
    }

    /// Judges a context of the first `count` messages.
    ///
    /// Judged is every identifier that an assistant's message from `count` on uses and whose first
    /// message is before `count` and not unchanged in the context. It weighs the number of messages
    /// that use it. O(context + bytes of its new messages + identifiers used later).
    package func score(context: [Message], afterFirst count: Int) -> SurvivalTally {
        precondition((0...index.messageCount).contains(count), "the request is of the transcript")
        let match = unchanged.match(context, first: count)
        var observation = Observation(index, kept: match.kept)
        for position in match.new {
            context[position].forEachScannedText { text in
                scanner.forEachIdentifier(in: text) { observation.show($1) }
            }
        }
        var tally = SurvivalTally()
        for candidate in index.candidates {
            guard candidate.firstSeen < count else { break }
            let weight = candidate.uses(from: count)
            if weight == 0 { continue }
            if match.kept[candidate.firstSeen] {
                tally.add(untouched: weight)
                continue
            }
            tally.add(
                weight, index.table.classes[candidate.identifier],
                SurvivalTally.Age(messagesAgo: count - candidate.firstSeen),
                observation.outcome(of: candidate.identifier))
        }
        return tally
    }
}

/// The identifiers that can be seen in one context.
private struct Observation {
    private let index: IdentifierIndex
    private let kept: [Bool]
    private var isInNew: [Bool]
    private var answers: [Int: Bool] = [:]

    init(_ index: IdentifierIndex, kept: [Bool]) {
        self.index = index
        self.kept = kept
        isInNew = [Bool](repeating: false, count: index.table.classes.count)
    }

    /// Notes an identifier of a new message; one that the transcript has not is of no use.
    mutating func show(_ bytes: IdentifierTable.Bytes) {
        if let number = index.table.number(of: bytes) { isInNew[number] = true }
    }

    mutating func outcome(of identifier: Int) -> SurvivalTally.Outcome {
        if isVisible(identifier) { return .visible }
        for call in index.sources[identifier] where index.calls[call].result < kept.count {
            if canRepeat(call) { return .recoverable }
        }
        return .lost
    }

    private func isVisible(_ identifier: Int) -> Bool {
        isInNew[identifier]
            || index.places[identifier].contains { $0 < kept.count && kept[$0] }
    }

    private mutating func canRepeat(_ call: Int) -> Bool {
        if let answer = answers[call] { return answer }
        let answer = index.calls[call].arguments.allSatisfy(isVisible)
        answers[call] = answer
        return answer
    }
}
