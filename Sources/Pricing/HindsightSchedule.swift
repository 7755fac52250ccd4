internal import ContextModel

/// The least bill in hindsight: a policy's bill divided by it is its competitive ratio.
///
/// It is the least bill of any sequence in which each request is either the one before plus the
/// recording's new messages, or one of the contexts that the policy's steps make at this request,
/// each within the limit. Summaries of a context are paid for by whoever takes it over. A request
/// that nothing fits is served all the same, as real requests over the limit are priced as if
/// served: there the limit is waived. What really happened is always allowed as a whole, so the
/// result is never above it.
///
/// A sequence's cache is what it sent last, while that lives, found in whole messages: where a rule
/// needs markers, whoever knows the future has set them where they will be needed. A branch is a
/// context that was taken over once, and the recording's messages since. Exact, in O(branches)
/// steps a request, and of those branches that are cheap enough to be taken over from, O(messages).
/// A thousand requests of which each makes another context take some hundredths of a second.
public struct HindsightSchedule: Sendable {
    /// The messages of a recording.
    public struct Recorded: Sendable {
        let numbers: [Int32]
        /// The tokens of its first so many messages, tools not included.
        let sums: [Int]
        let fixed: Int

        /// A recording of messages by number and tokens, behind `fixed` tokens of tools. Numbers
        /// are those of the contexts: equal messages have equal ones.
        public init(numbers: [Int32], tokens: [Int], fixed: Int) {
            precondition(numbers.count == tokens.count, "each message has a number and tokens")
            self.numbers = numbers
            self.fixed = fixed
            sums = tokens.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        }
    }

    /// What the policy's steps make at a request.
    public struct Context: Sendable {
        /// What would be sent.
        public var prompt: Prompt
        /// What its summaries cost.
        public var summarizer: Money

        /// A context, with what its summaries cost.
        public init(_ prompt: Prompt, summarizer: Money = .zero) {
            self.prompt = prompt
            self.summarizer = summarizer
        }
    }

    /// A context, and the recording's messages since: what a sequence may have sent last.
    private struct Branch {
        /// The messages of the context that was taken over.
        let start: [Int32]
        /// Its tokens before the first message.
        let fixed: Int
        /// How many messages of the recording were before it.
        let startCount: Int
        /// The tokens that were sent last.
        var total: Int
        /// The least that a sequence has paid which now is here.
        var cost: Money
    }

    private let schedule: PriceSchedule
    private let room: Int
    private let recorded: Recorded
    private var branches: [Branch]
    /// How many messages of the recording were before the last request.
    private var count = 0
    private var time: Duration?
    private var paid = Money.zero

    /// No request yet.
    ///
    /// - Parameters:
    ///   - schedule: how prompts are charged.
    ///   - room: the most tokens of a prompt.
    ///   - recorded: the messages of the recording.
    public init(_ schedule: PriceSchedule, room: Int, recorded: Recorded) {
        self.schedule = schedule
        self.room = room
        self.recorded = recorded
        branches = [
            Branch(
                start: [], fixed: recorded.fixed, startCount: 0, total: recorded.fixed, cost: .zero)
        ]
    }

    /// The least bill of the requests so far, summaries included.
    public var least: Money { min(paid, branches.map(\.cost).min() ?? paid) }

    /// Adds the next request.
    ///
    /// - Parameters:
    ///   - count: how many messages of the recording are before it, at most all.
    ///   - time: when it was sent.
    ///   - paid: what really was paid for it, summaries included.
    ///   - contexts: what the policy's steps make at this request.
    public mutating func add(count: Int, at time: Duration, paid: Money, contexts: [Context]) {
        let isAlive = self.time.map { time - $0 <= schedule.rule.lifetime } ?? false
        let taken = contexts.map { takeOver($0, at: count, isAlive: isAlive) }
        goOn(to: count, isAlive: isAlive)
        self.count = count
        self.time = time
        self.paid += paid
        for branch in taken { merge(branch) }
        if branches.contains(where: { $0.total <= room }) {
            branches.removeAll { $0.total > room }
        }
    }

    /// Each branch sends what it sent last, and what the recording has new.
    private mutating func goOn(to count: Int, isAlive: Bool) {
        if count < self.count { goBack(to: count) }
        let new = recorded.sums[count] - recorded.sums[self.count]
        for index in branches.indices {
            let before = branches[index].total
            branches[index].total = before + new
            branches[index].cost += price(before + new, isAlive ? before + min(new, 0) : 0)
        }
    }

    /// Where the recording goes back, contexts that were made later end. If none remains, what is
    /// left of the recording is sent again, as the client does that went back.
    private mutating func goBack(to count: Int) {
        let least = branches.map(\.cost).min() ?? .zero
        branches.removeAll { $0.startCount > count }
        guard branches.isEmpty else { return }
        branches = [
            Branch(
                start: [], fixed: recorded.fixed, startCount: 0,
                total: recorded.fixed + recorded.sums[self.count], cost: least)
        ]
    }

    /// A context, taken over from the branch from which that is cheapest.
    private func takeOver(_ context: Context, at count: Int, isAlive: Bool) -> Branch {
        let prompt = context.prompt
        // A price is linear in the tokens found, so it is least where all or none are. A branch
        // that could not win even so is not compared message by message; nearly all are, since the
        // cheapest is tried first.
        let bound = min(price(prompt.total, 0), price(prompt.total, prompt.total))
        let cheapest = branches.indices.min { branches[$0].cost < branches[$1].cost }
        var least =
            cheapest.map { cost(of: prompt, after: branches[$0], isAlive: isAlive) } ?? .zero
        for branch in branches where branch.cost + bound < least {
            least = min(least, cost(of: prompt, after: branch, isAlive: isAlive))
        }
        return Branch(
            start: prompt.numbers, fixed: prompt.fixed, startCount: count, total: prompt.total,
            cost: least + context.summarizer)
    }

    private func cost(of prompt: Prompt, after branch: Branch, isAlive: Bool) -> Money {
        guard isAlive, prompt.fixed == branch.fixed else {
            return branch.cost + price(prompt.total, 0)
        }
        let found = prompt.tokens(upTo: common(branch, prompt.numbers))
        return branch.cost + price(prompt.total, found)
    }

    private func price(_ total: Int, _ cached: Int) -> Money {
        schedule.cost(of: schedule.usage(of: total, cached: cached))
    }

    /// Adds a branch that was taken over at the last request; one that sent the same is the same.
    private mutating func merge(_ taken: Branch) {
        for (index, branch) in branches.enumerated()
        where branch.total == taken.total && branch.fixed == taken.fixed {
            let length = branch.start.count + count - branch.startCount
            guard length == taken.start.count, common(branch, taken.start) == length else {
                continue
            }
            return branches[index].cost = min(branch.cost, taken.cost)
        }
        branches.append(taken)
    }

    /// How many messages what a branch sent last and others begin with in common.
    private func common(_ branch: Branch, _ numbers: [Int32]) -> Int {
        let same = commonCount(branch.start[...], numbers[...])
        guard same == branch.start.count else { return same }
        return same + commonCount(recorded.numbers[branch.startCount..<count], numbers[same...])
    }
}
