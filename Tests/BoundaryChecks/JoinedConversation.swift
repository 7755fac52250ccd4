package import ContextModel
private import Statistics

/// Stretches of different conversations one after another: each join is a change of subject (Choi,
/// "Advances in domain independent linear text segmentation", 2000).
package struct JoinedConversation: Sendable {
    /// Ten stretches of 3 to 11 messages.
    package private(set) var messages: [Message] = []
    /// The messages that begin a stretch, the first aside.
    package private(set) var joins: [Int] = []

    private static let stretches = 10
    private static let lengths = 3...11

    /// So many joined conversations of some, drawn by a seed; none if there are fewer than two to join.
    package static func draw(
        _ count: Int, of conversations: [[Message]], seed: UInt64
    ) -> [Self] {
        let sources = conversations.map(Source.init).filter { !$0.starts.isEmpty }
        guard sources.count > 1 else { return [] }
        var random = SeededGenerator(seed: seed, name: "joined conversations")
        return (0..<count).map { _ in
            var joined = Self()
            var last = sources.count
            for _ in 0..<stretches {
                var next = random.next(below: sources.count - (last < sources.count ? 1 : 0))
                if next >= last { next += 1 }
                last = next
                joined.add(sources[next].stretch(&random))
            }
            return joined
        }
    }

    private mutating func add(_ stretch: ArraySlice<Message>) {
        if !messages.isEmpty { joins.append(messages.count) }
        messages += stretch
    }

    /// A conversation that stretches are taken from: whole turns where they are short enough.
    private struct Source {
        let messages: [Message]
        /// Where no tool episode is parted; the end is one of them.
        let cuts: [Int]
        /// Where a person begins a turn, with enough messages to follow.
        let starts: [Int]
        /// Where a turn has ended.
        let ends: [Int]

        init(_ conversation: [Message]) {
            let messages = conversation.filter { $0.role != .system }
            self.messages = messages
            let atoms = MessageAtoms(messages).ranges.map(\.lowerBound)
            let turns = atoms.filter {
                messages[$0].role == .user && messages[$0].toolResults.isEmpty
            }
            cuts = atoms + [messages.count]
            ends = turns + [messages.count]
            starts = turns.filter { $0 + lengths.lowerBound <= messages.count }
        }

        /// A stretch that ends with a turn, else with a tool episode or a message of the turn.
        func stretch(_ random: inout SeededGenerator) -> ArraySlice<Message> {
            let start = random.choose(starts)
            let range = start + lengths.lowerBound...start + lengths.upperBound
            let choices = [ends, cuts].map { $0.filter(range.contains) }
            let end = choices.first { !$0.isEmpty }.map { random.choose($0) }
            return messages[start..<(end ?? cuts.first { $0 > range.upperBound } ?? messages.count)]
        }
    }
}
