import ContextModel
import TokenAccounting

/// A request as the steps of its policy leave it, before compression: the context that a client keeps.
struct ManagedContext {
    /// The messages, counted.
    private(set) var counted: CountedRequest
    /// What the stages did; empty where none had anything to do.
    private(set) var trace: [StageTrace]
    /// What was done.
    private(set) var action: ContextAction
    /// The messages with where they come from; nil where nothing was tried.
    private(set) var draft: Draft?

    /// The messages of the conversation that its summaries stand for.
    private(set) var messagesCondensed: Int

    /// A request that nothing was done about.
    init(unchanged request: CountedRequest, _ placeholders: [Int: Placeholder] = [:]) {
        counted = request
        messagesCondensed = placeholders.values.reduce(0) {
            $1.kind == .summary ? $0 + $1.count : $0
        }
        trace = []
        action = .monitorOnly
    }

    /// What a run made from a request.
    init(_ run: StageRun, _ request: ManagedRequest, _ costs: MessageCosts) {
        trace = run.trace
        action = run.action
        draft = run.draft
        messagesCondensed = run.draft.items.reduce(0) { $1.isSummary ? $0 + $1.standsFor : $0 }
        let isChanged = run.trace.contains { $0.isCommitted }
        counted = isChanged ? request.counted(run.draft, by: costs) : request.counted
        assert(counted.tokens == run.draft.tokens, "the trace ends where a recount does")
    }

    /// Whether the messages differ from those that came in.
    var isChanged: Bool { trace.contains { $0.isCommitted } }

    /// This context, managed once more as a request of its own.
    func followed(by next: Self) -> Self {
        var last = next
        last.trace = trace + next.trace
        return last
    }
}
