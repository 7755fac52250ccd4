public import ContextModel

/// Judges what a model answered, before anyone relies on it. Small models invent names, run in circles
/// and stop in the middle; a refused answer is replaced by an extract.
///
/// What it cannot see: a false statement made of true names.
public struct SummaryGuard: Sendable {
    /// The verdict on an answer.
    public enum Verdict: Hashable, Sendable {
        /// The answer may be used; its quality is the share of the source's weighted facts that it keeps.
        case accepted(quality: Share)
        /// The answer must not be used.
        case rejected(Reason)
    }

    /// Why an answer must not be used.
    public enum Reason: Hashable, Sendable {
        /// There is nothing but spaces.
        case empty
        /// The summariser stopped at its output limit.
        case incomplete
        /// There are control characters or replacement characters.
        case garbled
        /// It has more tokens than asked for.
        case overBudget(tokens: TokenCount, budget: TokenCount)
        /// It is not shorter than what it should stand for.
        case notShorter(tokens: TokenCount, source: TokenCount)
        /// It repeats itself, though its source does not.
        case repetitive
        /// It has an identifier, path, address or number of three or more characters that neither the
        /// source nor the overlap has; the first such fact and how many there are. Invented names of
        /// people, quotations and names of code are not looked for.
        case foreignFacts(first: String, count: Int)
        /// It keeps too little; the share of weighted facts.
        case lowCoverage(Share)
    }

    /// Counts tokens as the request's budget is counted.
    public var counter: any TokenCounter
    /// How many facts an answer may name that the source does not.
    public var foreignFacts = 0
    /// The least share of the weighted facts that an answer has to keep.
    public var coverageFloor: Share

    /// A guard; by default no foreign identifier, path, address or number passes, and a twentieth of the facts must be kept.
    public init(
        counter: any TokenCounter, foreignFacts: Int = 0,
        coverageFloor: Share = Share(millionths: 50_000)
    ) {
        self.counter = counter
        self.foreignFacts = foreignFacts
        self.coverageFloor = coverageFloor
    }

    /// The verdict on an answer to a request. O(bytes).
    ///
    /// The tokens and facts of the request's messages are found out where they are nil.
    public func judge(
        _ answer: SummaryAnswer, to request: SummaryRequest, sourceTokens: TokenCount? = nil,
        sourceFacts: FactSet? = nil
    ) -> Verdict {
        if let reason = flaw(inFormOf: answer) { return .rejected(reason) }
        let tokens = counter.count(answer.text)
        if tokens > request.budget {
            return .rejected(.overBudget(tokens: tokens, budget: request.budget))
        }
        let original = sourceTokens ?? self.tokens(of: request.messages)
        if tokens >= original { return .rejected(.notShorter(tokens: tokens, source: original)) }
        if answer.text.isRepetitive, !request.repeatsItself { return .rejected(.repetitive) }
        let source = sourceFacts ?? FactSet(of: request.messages)
        if let reason = foreign(in: answer.text, source, request.overlap) {
            return .rejected(reason)
        }
        let share = source.share(seenIn: FactSet(ofText: answer.text))
        if share < coverageFloor { return .rejected(.lowCoverage(share)) }
        return .accepted(quality: share)
    }

    private func flaw(inFormOf answer: SummaryAnswer) -> Reason? {
        if answer.text.utf8.allSatisfy({ $0 <= 0x20 }) { return .empty }
        if !answer.isComplete { return .incomplete }
        return answer.text.isGarbled ? .garbled : nil
    }

    private func tokens(of messages: [Message]) -> TokenCount {
        messages.lazy.flatMap(\.segments).reduce(.zero) { $0 + counter.count($1.text) }
    }

    private func foreign(in text: String, _ source: FactSet, _ overlap: [Message]) -> Reason? {
        let context = overlap.isEmpty ? FactSet() : FactSet(of: overlap)
        let strange = FactExtractor.facts(in: text).filter { fact in
            guard fact.kind.weight == 4 || fact.kind == .number && fact.text.utf8.count > 2
            else { return false }
            let key = FoldedHash(fact.text.utf8).mixed
            return !source.sees(key) && !context.sees(key)
        }
        guard let first = strange.first, strange.count > foreignFacts else { return nil }
        return .foreignFacts(first: first.text, count: strange.count)
    }
}

extension SummaryRequest {
    /// Whether what is to be summarised goes in circles itself, as what stands for it then may.
    fileprivate var repeatsItself: Bool {
        messages.lazy.flatMap(\.segments).map(\.text).joined(separator: "\n").isRepetitive
    }
}

extension SummaryGuard.Reason: CustomStringConvertible {
    /// A few words for a trace.
    public var description: String {
        switch self {
        case .empty: "empty"
        case .incomplete: "cut off at the output limit"
        case .garbled: "control or replacement characters"
        case .overBudget(let tokens, let budget): "\(tokens) tokens where \(budget) were allowed"
        case .notShorter(let tokens, let source): "\(tokens) tokens for \(source) of source"
        case .repetitive: "repeats itself"
        case .foreignFacts(let first, let count):
            "names \(count) that the source does not, first \(first)"
        case .lowCoverage(let share): "keeps \(share) of the facts"
        }
    }
}

extension String {
    /// Whether there are control characters besides tab and line feeds, or replacement characters.
    var isGarbled: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: false
            case 0..<0x20, 0x7F..<0xA0, 0xFFFD: true
            default: false
            }
        }
    }

    /// Whether the text runs in circles: of its sequences of four words (at least 12) fewer than two
    /// thirds are different ones.
    var isRepetitive: Bool {
        var words: [UInt64] = []
        var word = FoldedHash()
        var isInWord = false
        for byte in utf8 {
            let isPartOfWord = byte > 0x40 || byte &- 0x30 < 10
            if isPartOfWord {
                word.add(byte)
            } else if isInWord {
                words.append(word.mixed)
                word = FoldedHash()
            }
            isInWord = isPartOfWord
        }
        if isInWord { words.append(word.mixed) }
        guard words.count >= 15 else { return false }
        var sequences = HashIndex(capacity: words.count)
        for start in 0...words.count - 4 {
            let key = words[start..<start + 4].reduce(0) { ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 }
            _ = sequences.number(of: key ^ key >> 31)
        }
        return sequences.count * 3 < (words.count - 3) * 2
    }
}
