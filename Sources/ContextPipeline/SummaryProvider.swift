import ContextModel
import Settings
import StrictJSON
import Summarization

/// Answers the requests of a plan: from memory, by the summariser, or by the embedded extract.
///
/// What a summariser answered is remembered if it is complete and the guard accepts it, or refuses it only
/// for keeping little and the extract keeps no more; without a summariser the extract is the answer, and is
/// remembered. Whatever else goes wrong is a degraded answer with its reason, never an error: there is
/// always an extract.
struct SummaryProvider: Sendable {
    let dependencies: PipelineDependencies
    let memory: ContextMemory
    /// Whose the summaries are.
    let scope: CacheScope
    let log: PipelineLog
    let settings: CondensationSettings
    let extract: ExtractiveSummarizer
    let counter: any TokenCounter
    /// The conversation's identity.
    let conversation: String
    /// The time on the clock of ages.
    let now: Duration
    /// When the time for this request's summaries is over, on the clock handed in.
    let deadline: Duration

    /// The answers, in the order of the requests.
    func answers(to planned: [PlannedRequest]) async -> [Summary] {
        let before =
            log.tells(.caches)
            ? planned.map { memory.state(of: $0, in: conversation, at: now) } : []
        let answers = await found(planned)
        log.tell(answers, to: planned, before: before)
        return answers
    }

    private func found(_ planned: [PlannedRequest]) async -> [Summary] {
        var answers = planned.map { memory.summary(for: $0, in: conversation, scope, at: now) }
        let missing = planned.indices.filter { answers[$0] == nil }
        guard !missing.isEmpty else { return answers.compactMap(\.self) }
        if dependencies.summarizer == nil {
            for index in missing { answers[index] = embedded(planned[index]) }
        } else {
            let asked = missing.map { planned[$0] }
            let found = await asked.concurrentMap(atMost: settings.parallelRequests) {
                await flight(of: $0)
            }
            for (index, answer) in zip(missing, found) { answers[index] = answer }
        }
        return answers.compactMap(\.self)
    }

    /// An extract as the summariser's own answer. Asks memory again: the plan may name a key twice.
    private func embedded(_ planned: PlannedRequest) -> Summary {
        if let known = memory.repeated(planned, at: now) { return known }
        let summary = extracted(planned.request, origin: .uncached)
        memory.keep(summary, for: planned, scope, at: now)
        return summary
    }

    private func extracted(_ request: SummaryRequest, origin: Summary.Origin) -> Summary {
        judged(extract.summary(of: request).text, request, origin)
    }

    private func judged(
        _ text: String, _ request: SummaryRequest, _ origin: Summary.Origin
    ) -> Summary {
        let tokens = counter.count(text)
        let quality = SummaryQuality.score(
            of: text, source: request.messages, tokens: tokens, budget: request.budget)
        return Summary(text, tokens: tokens, origin: origin, quality: quality)
    }

    private func flight(of planned: PlannedRequest) async -> Summary {
        var (summary, isFirst) = await memory.flights.answer(
            to: planned.key, on: dependencies.executor
        ) {
            if let known = memory.repeated(planned, at: now) { return known }
            let summary = await asked(planned.request, depth: 0)
            if summary.origin == .uncached {
                memory.keep(summary, for: planned, scope, at: now)
            } else {
                memory.giveUp(planned)
            }
            return summary
        }
        if !isFirst, summary.origin == .uncached { summary.origin = .cached }
        return summary
    }

    /// The summariser's answer if it is good, else the extract.
    private func asked(_ request: SummaryRequest, depth: Int) async -> Summary {
        guard let summarizer = dependencies.summarizer else {
            return extracted(request, origin: .uncached)
        }
        if request.messageTokens(by: counter) > summarizer.inputLimit {
            return await askedInParts(request, limit: summarizer.inputLimit, depth: depth)
        }
        do throws(SummarizerError) {
            let answer = try await timed { () throws(SummarizerError) in
                try await summarizer.summarize(request)
            }
            switch SummaryGuard(counter: counter).judge(answer, to: request) {
            case .rejected(.lowCoverage(let share)):
                return better(summary(answer, quality: share), for: request)
            case .rejected(let reason):
                return extracted(request, origin: .degraded("\(reason)"))
            case .accepted(let quality):
                let summary = summary(answer, quality: quality)
                guard quality < settings.qualityThreshold else { return summary }
                return better(summary, for: request)
            }
        } catch {
            return extracted(request, origin: .degraded(error.description))
        }
    }

    /// What a summariser answered.
    private func summary(_ answer: SummaryAnswer, quality: Share) -> Summary {
        Summary(
            answer.text, tokens: counter.count(answer.text), origin: .uncached,
            quality: quality)
    }

    /// A summary that keeps little gives way to an extract that keeps more. In a budget of a few tokens
    /// the extract may keep no more, and then there is nothing better.
    private func better(_ summary: Summary, for request: SummaryRequest) -> Summary {
        let kept = SummaryGuard.Reason.lowCoverage(summary.quality)
        let extract = extracted(request, origin: .degraded("\(kept)"))
        return extract.quality > summary.quality ? extract : summary
    }

    /// Splits what the summariser cannot read at once, and condenses the summaries of the parts.
    private func askedInParts(
        _ request: SummaryRequest, limit: TokenCount, depth: Int
    ) async -> Summary {
        guard depth < Self.deepest else {
            return extracted(request, origin: .degraded(SummarizerError.tooLong.description))
        }
        let parts = RequestParts(request, limit: limit, counter: counter).requests
        guard parts.count > 1 else {
            return extracted(request, origin: .degraded(SummarizerError.tooLong.description))
        }
        var texts: [String] = []
        for part in parts {
            let summary = await asked(part, depth: depth + 1)
            if case .degraded = summary.origin { return extracted(request, origin: summary.origin) }
            texts.append(summary.text)
        }
        let joined = texts.joined(separator: "\n")
        if counter.count(joined) <= request.budget { return judged(joined, request, .uncached) }
        var upper = request
        upper.messages = [Message(.user, joined)]
        upper.style = .progressive
        let top = await asked(upper, depth: depth + 1)
        return judged(top.text, request, top.origin)
    }

    /// How often parts are split again.
    private static let deepest = 4

    /// The work's answer, unless the time for one request or for all of them is over first.
    private func timed(
        _ work: @escaping @Sendable () async throws(SummarizerError) -> SummaryAnswer
    ) async throws(SummarizerError) -> SummaryAnswer {
        let left = min(settings.timeout, deadline - dependencies.clock.now())
        let answer = await dependencies.clock.answer(within: left) {
            () -> Result<SummaryAnswer, SummarizerError> in
            do throws(SummarizerError) { return .success(try await work()) } catch {
                return .failure(error)
            }
        }
        return try (answer ?? .failure(.timedOut)).get()
    }
}

extension SummaryRequest {
    /// What its messages cost, those of the overlap included. O(bytes).
    func messageTokens(by counter: any TokenCounter) -> TokenCount {
        (overlap + messages).reduce(.zero) { sum, message in
            sum + message.texts.reduce(.zero) { $0 + counter.count($1) }
        }
    }
}
