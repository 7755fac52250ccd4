internal import ContextModel
internal import Summarization
internal import TokenAccounting

/// A request as the embedded extract shortens it: system messages and the last messages stay, extracts
/// stand for all between.
struct ExtractContext {
    /// What the context is made by.
    struct Recipe {
        let summarizer: ExtractiveSummarizer
        let costs: MessageCosts
        /// The last messages that stay.
        var keptMessages = 4
        /// The most messages of one extract; atoms stay whole.
        var groupMessages = 10
        /// The fewest messages that are worth it.
        var leastMessages = 3
    }

    private let recipe: Recipe
    private let request: ArraySlice<Message>
    /// What each message of the request costs.
    private let costs: ArraySlice<TokenCount>
    /// The atoms that are condensed, neighbours together.
    private let runs: [[Range<Int>]]

    /// The context of the first messages of a conversation.
    init(_ messages: ArraySlice<Message>, costs: ArraySlice<TokenCount>, _ recipe: Recipe) {
        self.recipe = recipe
        request = messages
        self.costs = costs
        var runs: [[Range<Int>]] = []
        for atom in MessageAtoms(messages).ranges
        where atom.upperBound <= messages.count - recipe.keptMessages
            && !messages[atom].contains(where: { $0.role == .system })
        {
            if let last = runs.last?.last, last.upperBound == atom.lowerBound {
                runs[runs.count - 1].append(atom)
            } else {
                runs.append([atom])
            }
        }
        self.runs = runs
    }

    /// Whether enough is condensed.
    var isWorthwhile: Bool {
        runs.joined().reduce(0) { $0 + $1.count } >= recipe.leastMessages
    }

    /// The context with extracts of a share of what they stand for.
    func messages(share: Int) -> [Message] {
        var context: [Message] = []
        var next = 0
        for run in runs {
            guard let first = run.first?.lowerBound, let end = run.last?.upperBound else {
                continue
            }
            context += request[next..<first]
            let summary = summary(of: run, share)
            let isShorter =
                recipe.costs.cost(of: summary).total < costs[first..<end].reduce(.zero, +)
            context += isShorter ? [summary] : Array(request[first..<end])
            next = end
        }
        return context + request[next...]
    }

    private func summary(of run: [Range<Int>], _ share: Int) -> Message {
        let texts = groups(of: run).map { group in
            let size = costs[group].reduce(TokenCount.zero, +).value
            let budget = TokenCount(max(size * share / 100, 8))
            return recipe.summarizer.summary(
                of: SummaryRequest(Array(request[group]), budget: budget)
            ).text
        }
        let count = run.reduce(0) { $0 + $1.count }
        let text = texts.filter { !$0.isEmpty }.joined(separator: "\n")
        return Message(
            .user,
            text.isEmpty
                ? PlaceholderText.marker(of: count) : PlaceholderText.summary(of: count, text))
    }

    private func groups(of run: [Range<Int>]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        for atom in run {
            if let last = groups.last,
                atom.upperBound - last.lowerBound <= recipe.groupMessages
            {
                groups[groups.count - 1] = last.lowerBound..<atom.upperBound
            } else {
                groups.append(atom)
            }
        }
        return groups
    }
}
