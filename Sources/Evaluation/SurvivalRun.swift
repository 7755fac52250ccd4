package import ContextModel
package import Corpus
package import Statistics
internal import Summarization
internal import TokenAccounting

/// Judges the embedded extract by the identifiers that conversations use later, beside the naive
/// methods at the same kept size.
package struct SurvivalRun: Sendable {
    /// A strategy.
    package enum Method: Int, Hashable, Sendable, CaseIterable {
        /// The embedded extract.
        case extract
        /// The beginning and the end.
        case headTail
        /// Atoms in a random order.
        case random
    }

    /// What one strategy kept of one conversation.
    package struct Kept: Hashable, Sendable {
        /// The identifiers used later that stand in the contexts, of all used later.
        package var retention = RatioOfSums()
        /// The tokens of the contexts, of the tokens of the requests.
        package var size = RatioOfSums()

        /// Nothing judged yet.
        package init() {}
    }

    /// What was kept of one conversation, by share and then by method.
    package typealias Sample = [[Kept]]

    /// The sizes of extracts in percent of what they stand for.
    package static let shares = [10, 20, 30]
    /// The most requests of a conversation that are judged.
    package static let requests = 4
    /// How many random choices stand for the random method.
    static let draws: UInt64 = 4

    private let counter: any TokenCounter

    /// A run that counts by a counter.
    package init(counter: any TokenCounter) { self.counter = counter }

    /// Whether the conversation calls tools.
    package static func isSuitable(_ transcript: Transcript) -> Bool {
        transcript.conversation.messages.contains { !$0.toolCalls.isEmpty }
    }

    /// What is kept of a conversation; nil if none of its requests is long enough, or nothing is used
    /// later.
    package func sample(_ transcript: Transcript) -> Sample? {
        let messages = transcript.conversation.messages
        let costs = MessageCosts(counter: counter)
        let sizes = messages.map { costs.cost(of: $0).total }
        let recipe = ExtractContext.Recipe(
            summarizer: ExtractiveSummarizer(counter: counter), costs: costs)
        let contexts = transcript.requests.map(\.messageCount).map { count in
            (count, ExtractContext(messages[..<count], costs: sizes[..<count], recipe))
        }
        let survival = UseWeightedSurvival(messages)
        var sample = Self.shares.map { _ in Method.allCases.map { _ in Kept() } }
        for (count, context) in Self.spread(contexts.filter(\.1.isWorthwhile)) {
            let request = Request(
                messages: Array(messages[..<count]), costs: Array(sizes[..<count]),
                survival: survival)
            for (index, share) in Self.shares.enumerated() {
                request.judge(context.messages(share: share), costs, into: &sample[index])
            }
        }
        return sample[0][0].retention.value == nil ? nil : sample
    }

    /// At most so many elements, evenly spread.
    static func spread<Element>(_ elements: [Element]) -> [Element] {
        let count = min(elements.count, requests)
        return (0..<count).map { elements[(2 * $0 + 1) * elements.count / (2 * count)] }
    }

    /// A request that is judged.
    private struct Request {
        let messages: [Message]
        let costs: [TokenCount]
        let survival: UseWeightedSurvival

        func judge(_ context: [Message], _ rule: MessageCosts, into kept: inout [Kept]) {
            let size = context.reduce(TokenCount.zero) { $0 + rule.cost(of: $1).total }
            add(context, size, to: &kept[Method.extract.rawValue])
            add(HeadTailBaseline(), size, to: &kept[Method.headTail.rawValue])
            for seed in 0..<SurvivalRun.draws {
                add(RandomBaseline(seed: seed), size, to: &kept[Method.random.rawValue])
            }
        }

        private func add(_ baseline: some NaiveBaseline, _ budget: TokenCount, to kept: inout Kept)
        {
            let positions = baseline.keptPositions(of: messages, costs: costs, budget: budget)
            let size = positions.reduce(TokenCount.zero) { $0 + costs[$1] }
            add(positions.map { messages[$0] }, size, to: &kept)
        }

        private func add(_ context: [Message], _ size: TokenCount, to kept: inout Kept) {
            kept.retention.merge(
                survival.score(context: context, afterFirst: messages.count).retention)
            kept.size.add(size.value, of: costs.reduce(TokenCount.zero, +).value)
        }
    }
}
