import Compression
import ContextModel
import Settings
import TokenAccounting
import Tokenization

/// The last step of a session: compresses the context that a request sends.
///
/// A value with the conversation's dictionary; a copy goes on by itself.
struct RequestCompressor: Sendable {
    private let mode: CompressionPolicy.Mode
    private let isEnabled: Bool
    private let costs: MessageCosts
    private let initial: CompressedHistory
    private var history: CompressedHistory
    /// What was sent last and what each of its messages costs: what was sent stays as it was, so that
    /// only new messages are counted.
    private var last = CountedRequest(messages: [], each: [], fixed: CostBreakdown())

    /// A conversation that has not begun; nil where compression is off. A counter that estimates is
    /// refused: it cannot tell what a symbol costs.
    init?(
        _ policy: CompressionPolicy, _ costs: MessageCosts, _ memory: ContextMemory
    ) throws(SettingError) {
        guard policy.mode != .off else { return nil }
        guard let tokenizer = costs.counter as? Tokenizer else {
            throw policy.refusal(with: costs.counter.name)
        }
        mode = policy.mode
        isEnabled = policy.conversation.isEnabled
        self.costs = costs
        initial = CompressedHistory(tokenizer, memory.alphabet(of: tokenizer), policy.settings)
        history = initial
    }

    /// Compresses a context. Linear in what is new, see `CompressedHistory`; nil for no messages.
    mutating func compress(
        _ context: CountedRequest, _ stopwatch: () -> Duration
    ) -> SentContext? {
        let start = stopwatch()
        if mode == .request { history = initial }
        _ = history.compress(Array(context.messages))
        let time = stopwatch() - start
        guard let request = history.request else { return nil }
        let counted = CountedRequest(
            messages: request.messages[...], each: costs(of: request, context),
            fixed: context.fixed)
        last = counted
        var trace = StageTrace(
            stage: Self.stageName, before: context.tokens, after: counted.tokens,
            reason: reason(request.figures))
        trace.rewritten = request.rewritten
        trace.time = time
        return SentContext(counted: counted, request: request, trace: trace)
    }

    /// The name of compression in traces.
    static let stageName = "compression"

    /// What each message costs as it is sent. What is sent as it came is not counted again.
    private func costs(
        of request: CompressedRequest, _ context: CountedRequest
    ) -> [CostBreakdown] {
        var each = context.each
        for (index, message) in request.messages.enumerated()
        where !request.texts[index].isEmpty {
            each[index] = known(message, at: index) ?? costs.cost(of: message)
        }
        return each
    }

    private func known(_ message: Message, at index: Int) -> CostBreakdown? {
        guard index < last.each.count else { return nil }
        let sent = last.messages[index]
        let isSame =
            sent.role == message.role && sent.name == message.name && sent.wire == message.wire
            && sent.parts.saysTheSame(as: message.parts)
        return isSame ? last.each[index] : nil
    }

    private func reason(_ figures: TurnFigures) -> String {
        let alone = isEnabled ? "" : "; compression.enabled is off: this request by itself"
        guard figures.rules > 0 else {
            return "no phrase repeats often enough to pay for a symbol" + alone
        }
        return "\(figures.rules) symbols, \(figures.decoder) tokens to tell them"
            + (figures.isActive ? "" : "; no new ones: they save too little") + alone
    }
}

extension StageTrace {
    /// Whether it is of compression, the last step.
    public var isCompression: Bool { stage == RequestCompressor.stageName }
}

/// What is sent in the place of a context.
struct SentContext {
    /// The messages as they are sent, counted.
    let counted: CountedRequest
    /// The same with what is needed to expand them.
    let request: CompressedRequest
    /// What compression did.
    let trace: StageTrace
}
