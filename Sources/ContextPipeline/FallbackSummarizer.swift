public import ContextModel
import Summarization
private import Synchronization

/// Asks one summariser after the other until an answer can be used: a tier's model first, then the
/// models of larger tiers (doc 004, "fallback chain").
///
/// A summariser gives way where it fails, where it takes longer than its share of the time, and where
/// `SummaryGuard` refuses what it says. An answer that merely keeps little is used if nobody says more.
/// Every attempt is counted, with what it read and wrote, so that it can be paid for.
public final class FallbackSummarizer: Summarizer {
    /// One who is asked.
    public struct Candidate: Sendable {
        /// Its place in the chain: a tier's name.
        public var name: String
        /// The model.
        public var model: String
        /// Who asks it.
        public var summarizer: any Summarizer

        /// A candidate.
        public init(_ name: String, model: String, _ summarizer: any Summarizer) {
            self.name = name
            self.model = model
            self.summarizer = summarizer
        }
    }

    /// What came of asking one candidate, over all requests so far.
    public struct Attempts: Hashable, Sendable {
        /// The candidate's place in the chain.
        public var name: String
        /// Its model.
        public var model: String
        /// How often it was asked.
        public var calls = 0
        /// Answers that were used.
        public var used = 0
        /// Answers that were refused or that keep less than a later one.
        public var refused = 0
        /// Errors and answers that came too late.
        public var failed = 0
        /// Tokens of prompts: as the server counts them, else by our count of the messages. None for a
        /// call that failed.
        public var input = TokenCount.zero
        /// Tokens of answers.
        public var output = TokenCount.zero
        /// Why the last one that was not used was not.
        public var lastReason: String?
    }

    /// The candidates, in the order in which they are asked.
    public let candidates: [Candidate]
    /// Every candidate's, since any of them may have answered.
    public let identity: String
    /// The least of the candidates', since a request may reach any of them.
    public let inputLimit: TokenCount
    private let guardian: SummaryGuard
    private let clock: PipelineClock
    private let time: Duration
    private let log: Mutex<[Attempts]>

    /// A chain of at least one candidate. Of the time that one request has, each gets half of what those
    /// before it left, the last all of it: one that hangs must not take the time of those that stand in
    /// for it.
    public init(
        _ candidates: [Candidate], counter: any TokenCounter, within time: Duration,
        clock: PipelineClock
    ) {
        precondition(!candidates.isEmpty, "a chain of nobody")
        self.candidates = candidates
        identity =
            candidates.count == 1
            ? candidates[0].summarizer.identity
            : "chain "
                + candidates.map { "\($0.name): \($0.summarizer.identity)" }
                .joined(separator: " | ")
        inputLimit = candidates.map(\.summarizer.inputLimit).min() ?? .zero
        guardian = SummaryGuard(counter: counter)
        self.clock = clock
        self.time = time
        log = Mutex(candidates.map { Attempts(name: $0.name, model: $0.model) })
    }

    /// What came of each candidate so far, in the order of the chain.
    public var attempts: [Attempts] { log.withLock(\.self) }

    /// The first answer that can be used; where there is none, an error with what was wrong with each.
    public func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer
    {
        var reasons: [String] = []
        var best: (index: Int, answer: SummaryAnswer, share: Share)?
        var left = time
        for index in candidates.indices {
            let isLast = index == candidates.count - 1
            let own = isLast ? left : left / 2
            left -= own
            switch await attempt(index, request, within: own) {
            case .used(let answer): return answer
            case .weak(let answer, let share, let reason):
                if best.map({ $0.share < share }) ?? true { best = (index, answer, share) }
                reasons.append(words(index, reason))
            case .failed(.cancelled): throw .cancelled
            case .failed(let error): reasons.append(words(index, error.description))
            case .refused(let reason): reasons.append(words(index, reason))
            }
        }
        if let best {
            log.withLock {
                $0[best.index].refused -= 1
                $0[best.index].used += 1
            }
            return best.answer
        }
        throw .failed(reasons.joined(separator: "; "))
    }

    fileprivate enum Outcome {
        case used(SummaryAnswer)
        /// The answer keeps little: the share of facts.
        case weak(SummaryAnswer, Share, String)
        case refused(String)
        case failed(SummarizerError)
    }

    private func words(_ index: Int, _ reason: String) -> String {
        "\(candidates[index].name) \(candidates[index].model): \(reason)"
    }

    private func attempt(
        _ index: Int, _ request: SummaryRequest, within time: Duration
    ) async -> Outcome {
        let summarizer = candidates[index].summarizer
        let answer = await clock.answer(within: time) {
            () -> Result<SummaryAnswer, SummarizerError> in
            do throws(SummarizerError) {
                return .success(try await summarizer.summarize(request))
            } catch {
                return .failure(error)
            }
        }
        let outcome = judged(answer ?? .failure(Task.isCancelled ? .cancelled : .timedOut), request)
        log.withLock { $0[index].note(outcome, request, answer, guardian.counter) }
        return outcome
    }

    private func judged(
        _ answer: Result<SummaryAnswer, SummarizerError>, _ request: SummaryRequest
    ) -> Outcome {
        switch answer {
        case .failure(let error): return .failed(error)
        case .success(let answer):
            switch guardian.judge(answer, to: request) {
            case .accepted: return .used(answer)
            case .rejected(let reason):
                guard case .lowCoverage(let share) = reason else {
                    return .refused(reason.description)
                }
                return .weak(answer, share, reason.description)
            }
        }
    }
}

extension FallbackSummarizer.Attempts {
    /// Counts an attempt.
    fileprivate mutating func note(
        _ outcome: FallbackSummarizer.Outcome, _ request: SummaryRequest,
        _ answer: Result<SummaryAnswer, SummarizerError>?, _ counter: any TokenCounter
    ) {
        calls += 1
        switch outcome {
        case .used: used += 1
        case .weak(_, _, let reason), .refused(let reason):
            refused += 1
            lastReason = reason
        case .failed(let error):
            failed += 1
            lastReason = error.description
        }
        guard case .success(let answer) = answer else { return }
        input +=
            answer.promptTokens.map { TokenCount($0) } ?? request.messageTokens(by: counter)
            + counter.count(request.focus)
        output += answer.outputTokens.map { TokenCount($0) } ?? counter.count(answer.text)
    }
}
