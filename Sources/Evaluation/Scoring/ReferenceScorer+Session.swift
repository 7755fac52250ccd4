extension ReferenceScorer {
    /// One client session of a cell: judges the contexts of its requests in order, and forecasts what
    /// a model that misses something would fetch again.
    ///
    /// The forecast: a reference that is not visible makes the model fetch the message that holds it,
    /// at the cost of one extra request and of the message's tokens. A recoverable message is recalled,
    /// the newest of several; for a lost reference the call is repeated that produced the newest tool
    /// result that holds it. What stands in no tool result is *unfetchable* and costs nothing. Nor
    /// does a call that the recorded answer itself repeats: that fetch is in every policy's bill.
    ///
    /// What was fetched stands behind the last message of its request, so it counts as available, for
    /// the forecast only, until the policy removes that message; the next use then costs again. (Of
    /// equal messages one that stands is enough, since they have one number.)
    package struct Session: Sendable {
        /// What was judged so far.
        package private(set) var tally = ReferenceTally()
        /// How many numbers and holders were looked at so far, which is what judging costs.
        package private(set) var steps = 0

        private let scorer: ReferenceScorer
        /// For each recorded message the generation of the last context it stood in.
        private var stamps: [Int32]
        /// Counts contexts, so that none of the stamps needs to be cleared.
        private var generation: Int32 = 0
        /// The numbers of the made messages in the context.
        private var madeNumbers: [Int32] = []
        private var fetched: [(number: Int32, anchor: Int32)] = []
        private var isAvailable: [Bool]

        init(of scorer: ReferenceScorer) {
            self.scorer = scorer
            stamps = [Int32](repeating: 0, count: scorer.numbers.count)
            isAvailable = [Bool](repeating: false, count: scorer.numbers.count)
        }

        /// Judges the context that was sent for a request, given as message numbers.
        ///
        /// `recoverable` are positions of removed messages that placeholders of the context can
        /// resolve, `promptTokens` what the request's prompt costs. `made` is asked for messages that
        /// are not recorded, and only where no recorded message shows what is needed. O(references)
        /// where nothing was removed, else O(context + holders of the references).
        package mutating func judge(
            request: Int, context: [Int32], promptTokens: Int, recoverable: Set<Int> = [],
            made: (Int32) -> Made
        ) -> ReferenceVerdict {
            let request = scorer.requests[request]
            var verdict = ReferenceVerdict()
            guard !request.references.isEmpty || !fetched.isEmpty else { return verdict }
            if isAsRecorded(context, request) {
                for place in request.references {
                    note(.visible, scorer.references[place], &verdict)
                }
                return verdict
            }
            let missing = readRecorded(of: context, request, &verdict)
            if missing.isEmpty { return verdict }
            let circumstances = Circumstances(
                request: request, promptTokens: promptTokens,
                recoverable: Set(recoverable.map { scorer.numbers[$0] }),
                made: madeNumbers.map(made))
            for reference in missing { judge(reference, circumstances, &verdict) }
            return verdict
        }
    }
}

/// What judging a reference depends on.
private struct Circumstances {
    let request: ReferenceRequest
    let promptTokens: Int
    /// The numbers of the messages that can be recalled.
    let recoverable: Set<Int32>
    /// The made messages in the context.
    let made: [ReferenceScorer.Made]
}

// MARK: - References

extension ReferenceScorer.Session {
    private mutating func isAsRecorded(_ context: [Int32], _ request: ReferenceRequest) -> Bool {
        guard context.count == request.messageCount else { return false }
        steps += context.count
        return context[...] == scorer.numbers[..<request.messageCount]
    }

    /// Stamps the recorded messages of a context, notes what they show and gives back the references
    /// that they do not.
    private mutating func readRecorded(
        of context: [Int32], _ request: ReferenceRequest, _ verdict: inout ReferenceVerdict
    ) -> [Reference] {
        let hasLater = stamp(context, request.messageCount)
        forgetRemoved()
        var missing: [Reference] = []
        for place in request.references {
            let reference = scorer.references[place]
            if stands(reference, lookingLater: hasLater) {
                note(.visible, reference, &verdict)
            } else {
                missing.append(reference)
            }
        }
        return missing
    }

    /// Marks what stands in a context, and says whether a message stands in it that is recorded only
    /// behind the request: a stage may have made one of the same words.
    private mutating func stamp(_ context: [Int32], _ messageCount: Int) -> Bool {
        steps += context.count
        generation += 1
        madeNumbers.removeAll(keepingCapacity: true)
        var newest: Int32 = -1
        for number in context {
            if Int(number) < stamps.count {
                stamps[Int(number)] = generation
                newest = max(newest, number)
            } else {
                madeNumbers.append(number)
            }
        }
        return Int(newest) >= messageCount
    }

    private func stands(_ number: Int32) -> Bool { stamps[Int(number)] == generation }

    /// Whether a recorded message of the context shows a reference. The newest is looked at first,
    /// since policies keep the end.
    private mutating func stands(_ reference: Reference, lookingLater hasLater: Bool) -> Bool {
        for holder in scorer.holders(before: reference).reversed() {
            steps += 1
            if stands(holder.number) { return true }
        }
        guard hasLater else { return false }
        let later = scorer.holders(after: reference)
        steps += later.count
        return later.contains { stands($0.number) }
    }

    /// Judges a reference that no recorded message of the context shows.
    private mutating func judge(
        _ reference: Reference, _ circumstances: Circumstances, _ verdict: inout ReferenceVerdict
    ) {
        steps += circumstances.made.count
        if circumstances.made.contains(where: { $0.holds(reference.identifier) }) {
            return note(.visible, reference, &verdict)
        }
        let holders = scorer.holders(before: reference)
        let recalled =
            circumstances.recoverable.isEmpty
            ? nil : holders.lastIndex { circumstances.recoverable.contains($0.number) }
        note(recalled == nil ? .lost : .recoverable, reference, &verdict)
        steps += holders.count
        if holders.contains(where: { isAvailable[Int($0.number)] }) { return }
        if let recalled {
            fetch(.recall, holders[recalled].number, from: holders, circumstances, &verdict)
        } else if reference.source >= 0 {
            let source = holders[holders.startIndex + Int(reference.source)]
            fetch(.refetch, source.number, from: holders, circumstances, &verdict)
        } else {
            verdict.unfetchable += 1
            tally.addUnfetchable()
        }
    }

    private mutating func note(
        _ outcome: ReferenceTally.Outcome, _ reference: Reference,
        _ verdict: inout ReferenceVerdict
    ) {
        verdict.add(outcome, of: reference.identifier)
        tally.add(outcome, row: reference.row)
    }
}

// MARK: - Forecast

extension ReferenceScorer.Session {
    /// Puts a message back, unless the recorded answer makes the call again that produced it: one of
    /// those calls, if several results of the message hold what is needed.
    private mutating func fetch(
        _ kind: Fetch.Kind, _ number: Int32, from holders: ArraySlice<ReferenceHolder>,
        _ circumstances: Circumstances, _ verdict: inout ReferenceVerdict
    ) {
        let isRepeated = holders.contains {
            $0.number == number && circumstances.request.calls.contains($0.call)
        }
        if isRepeated { return }
        let fetch = Fetch(
            kind: kind, prefixTokens: circumstances.promptTokens,
            messageTokens: scorer.tokens[Int(number)])
        verdict.fetches.append(fetch)
        tally.add(fetch)
        isAvailable[Int(number)] = true
        fetched.append((number, scorer.numbers[circumstances.request.messageCount - 1]))
    }

    /// Forgets what was fetched and put back behind a message that the context lacks.
    private mutating func forgetRemoved() {
        let removed = fetched.filter { !stands($0.anchor) }
        if removed.isEmpty { return }
        for (number, _) in removed { isAvailable[Int(number)] = false }
        fetched = fetched.filter { isAvailable[Int($0.number)] }
    }
}
