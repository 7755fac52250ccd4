import Compression
import ContextModel
import Synchronization
import TestSupport

/// A store in memory, as a database keeps conversations between processes.
final class KeptConversations: ConversationStore {
    private struct State {
        var contents: [ContentDigest: [UInt8]] = [:]
        var entries: [ContentDigest: ConversationEntry] = [:]
        var totals = ConversationTotals()
        var reads = 0
    }

    private let state = Mutex(State())

    func entries() -> (conversations: [ConversationEntry], totals: ConversationTotals) {
        state.withLock { (Array($0.entries.values), $0.totals) }
    }

    func content(of conversation: ContentDigest) -> [UInt8]? {
        state.withLock {
            $0.reads += 1
            return $0.contents[conversation]
        }
    }

    func keep(_ content: [UInt8], _ entry: ConversationEntry) {
        state.withLock {
            $0.contents[entry.conversation] = content
            $0.entries[entry.conversation] = entry
        }
    }

    func keep(_ totals: ConversationTotals) { state.withLock { $0.totals = totals } }

    func remove(_ conversation: ContentDigest) {
        state.withLock {
            $0.contents[conversation] = nil
            $0.entries[conversation] = nil
        }
    }

    func removeAll() { state.withLock { $0 = State() } }

    /// How many conversations are kept.
    var count: Int { state.withLock { $0.contents.count } }
    /// How often one was read.
    var reads: Int { state.withLock { $0.reads } }

    /// Changes what is kept of every conversation.
    func damage(_ change: ([UInt8]) -> [UInt8]) {
        state.withLock { $0.contents = $0.contents.mapValues(change) }
    }
}

/// Conversations with much that repeats.
enum Talk {
    /// So many exchanges with a tool that repeats itself, and a last question.
    static func messages(_ turns: Int, about topic: String = "Order") -> [Message] {
        [Message(.system, "You are a tester.")]
            + (0..<turns).flatMap { turn -> [Message] in
                let line =
                    "error in Sources/Application/Controllers/\(topic)Controller.swift: line "
                let report = (1...12).map { line + "\(turn * 100 + $0)\n" }.joined()
                return [
                    Message(.user, "run \(topic) \(turn)\n" + report),
                    Message(.assistant, "Done \(turn)."),
                ]
            } + [Message(.user, "and now?")]
    }

    /// The first so many requests of such a conversation, oldest first.
    static func requests(_ turns: Int) -> [[Message]] {
        let whole = messages(turns)
        return (0..<turns).map { Array(whole[..<(2 + 2 * $0)]) }
    }
}
