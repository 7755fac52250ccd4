internal import ContextModel
internal import ContextPipeline
internal import Pricing

extension Trial {
    /// Replays the conversation at a place of the corpus, and takes down every request. With memory that
    /// sessions share it differs from the cell, where others came before.
    func inspection(of index: Int) async throws(TrialError) -> Inspection {
        let recorded = recorded.conversations[index]
        var replayed = try conversation(index)
        var requests: [Inspection.Request] = []
        var clock = VirtualClock(gap: settings.gap)
        while replayed.request != nil {
            let now = clock.advance(recorded: replayed.recordedTime)
            let before = replayed.account
            _ = await replayed.makeRequest(at: now, environment)
            guard let made = await replayed.takeDown() else { break }
            requests.append(
                Inspection.Request(made, recorded, before: before, after: replayed.account))
        }
        return Inspection(
            name: recorded.name, cell: cell, limit: limit(of: index),
            messages: recorded.messages, tokens: recorded.tokens, result: result(of: replayed),
            requests: requests)
    }
}

extension Inspection.Request {
    /// A request that was made, by the conversation's account before and after it.
    fileprivate init(
        _ made: MadeRequest, _ recording: RecordedConversation, before: ConversationAccount,
        after: ConversationAccount
    ) {
        let sum = after.result
        let count = recording.requests[made.index]
        let last = after.lastSent
        let steps = made.outcome.trace.filter(\.isCommitted)
        number = made.index + 1
        time = made.time
        recordedMessages = count
        recorded = recording.tokens(ofRequest: made.index)
        sent = Array(made.outcome.sent)
        places = last.numbers.map { Int($0) < recording.messages.count ? Int($0) : nil }
        sentTokens = last.ends.indices.map {
            last.ends[$0] - ($0 == 0 ? recording.fixed : last.ends[$0 - 1])
        }
        tokens = sum.sent - before.result.sent
        cacheRead = sum.cacheRead - before.result.cacheRead
        cacheWritten = sum.cacheWritten - before.result.cacheWritten
        uncached = sum.uncached - before.result.uncached
        bill = after.bills.bill - before.bills.bill
        refetchBill = after.bills.refetch - before.bills.refetch
        isTooLong = sum.notFitting > before.result.notFitting
        isRejected = sum.rejected > before.result.rejected
        self.steps = steps.map {
            Inspection.Step(
                stage: $0.stage, reason: $0.reason, before: $0.before.value, after: $0.after.value)
        }
        prefixBreak = Inspection.PrefixBreak(before.lastSent, last, steps.map(\.stage))
        references = after.verdict.outcomes.map {
            Inspection.Reference(
                identifier: recording.scorer.identifier($0.identifier), outcome: $0.outcome)
        }
    }
}

extension Inspection.PrefixBreak {
    /// The break between two requests; nil where the second begins with all of the first.
    fileprivate init?(
        _ first: (numbers: [Int32], ends: [Int]), _ second: (numbers: [Int32], ends: [Int]),
        _ stages: [String]
    ) {
        let common = commonCount(first.numbers[...], second.numbers[...])
        guard common < first.numbers.count, let whole = first.ends.last else { return nil }
        kept = common
        tokens = whole - (common == 0 ? 0 : first.ends[common - 1])
        self.stages = stages
    }
}
