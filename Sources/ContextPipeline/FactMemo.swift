import ContextModel
import Summarization

/// The facts of a conversation's messages, each message read once.
struct FactMemo: Sendable {
    private var sets: [FactSet] = []
    private var seen: ArraySlice<Message> = []

    /// The share of the weighted facts of a history that its view still shows, in millionths.
    mutating func preservation(of messages: ArraySlice<Message>, in view: Draft) -> Int {
        synchronise(with: messages)
        let shown = view.items.map { item in
            if case .original(let index) = item.source { return sets[index] }
            return FactSet(of: item.message)
        }
        return SummaryQuality.preservation(of: sets, in: shown)
    }

    /// Reads what is new; what the last history shares with this one is not read again.
    private mutating func synchronise(with messages: ArraySlice<Message>) {
        let common = zip(seen, messages).prefix { $0 == $1 }.underestimatedCount
        sets.removeSubrange(min(common, sets.count)...)
        for message in messages.dropFirst(sets.count) { sets.append(FactSet(of: message)) }
        seen = messages
    }
}
