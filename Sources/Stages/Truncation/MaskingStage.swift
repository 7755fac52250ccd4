public import ContextModel

/// Shortens long old tool results to their first and last lines, oldest first, no more than the goal
/// needs (smart truncation's first step; "observation masking" in the literature).
public struct MaskingStage: Stage {
    /// The stage's name in traces.
    public let name = "masking"
    /// The last messages that are not touched.
    public let keptMessages: Int
    /// Texts of more bytes than this are shortened, to about two thirds of it.
    public let longestText: Int

    /// A stage.
    public init(keptMessages: Int = 2, longestText: Int = 900) {
        self.keptMessages = keptMessages
        self.longestText = longestText
    }

    /// Nil where the goal is met already or nothing is long enough.
    public func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan? {
        guard draft.tokens > goal.target else { return nil }
        let atoms = CondensableAtoms(draft, kept: keptMessages)
        var missing = (draft.tokens - goal.target).value
        var rewritten: [Int: Message] = [:]
        for index in atoms.open.flatMap({ atoms.atoms[$0] }) where missing > 0 {
            guard let message = shortened(draft.items[index].message) else { continue }
            let saved = draft.items[index].tokens.value - goal.cost(message).value
            guard saved > 0 else { continue }
            missing -= saved
            rewritten[index] = message
        }
        guard !rewritten.isEmpty else { return nil }
        let pieces = draft.items.indices.map { index -> StagePlan.Piece in
            rewritten[index].map { .rewrite(index, $0) } ?? .keep(index..<index + 1)
        }
        return StagePlan(pieces: pieces, reason: "shortens \(rewritten.count) tool results")
    }

    /// The message with its long tool results shortened; nil if it has none.
    private func shortened(_ message: Message) -> Message? {
        var message = message
        var isShorter = false
        for index in message.parts.indices {
            switch message.parts[index] {
            case .toolResult(var result):
                for place in result.content.indices {
                    guard case .text(var part) = result.content[place],
                        let text = shortened(part.text)
                    else { continue }
                    part.text = text
                    result.content[place] = .text(part)
                    isShorter = true
                }
                message.parts[index] = .toolResult(result)
            case .text(var part) where message.role == .tool:
                guard let text = shortened(part.text) else { continue }
                part.text = text
                message.parts[index] = .text(part)
                isShorter = true
            default: break
            }
        }
        return isShorter ? message : nil
    }

    /// The first and last third of the length allowed, cut between characters, at the ends of lines
    /// where there are any near; nil for a short text.
    private func shortened(_ text: String) -> String? {
        guard text.utf8.count > longestText else { return nil }
        let head = text.prefix(longestText / 3)
        let tail = text.suffix(longestText / 3)
        let headEnd = head.lastIndex(of: "\n").map { head.index(after: $0) } ?? head.endIndex
        let tailStart = tail.firstIndex(of: "\n") ?? tail.startIndex
        guard headEnd <= tailStart else { return nil }
        let gone = text[headEnd..<tailStart].utf8.count
        guard gone > Self.leastGain else { return nil }
        return text[..<headEnd] + "[… \(gone) bytes left out …]" + text[tailStart...]
    }

    /// Fewer bytes than this are not worth a note.
    private static let leastGain = 120
}
