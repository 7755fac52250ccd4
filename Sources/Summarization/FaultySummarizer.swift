public import ContextModel
internal import Statistics

/// A summariser that goes wrong for a seeded share of the requests and otherwise asks another.
///
/// Whether and how it goes wrong depends on the seed and on the request's content alone, so neither the
/// order of the calls nor their parallelism matters, and asking again helps nothing.
public struct FaultySummarizer: Summarizer {
    /// Who is asked otherwise.
    public var upstream: any Summarizer
    /// Of a million requests, how many go wrong.
    public var rate: Int
    /// The seed.
    public var seed: UInt64
    /// What goes wrong, each equally likely; nothing if there is none.
    public var faults: [SummarizerFault]
    private let sleep: SummarizerFault.Sleep

    /// A faulty summariser; by default a tenth of the requests fail, come back empty, cut off, inflated
    /// or garbled. The closure waits for delays.
    public init(
        _ upstream: any Summarizer, rate: Int = 100_000, seed: UInt64,
        faults: [SummarizerFault] = Self.standardFaults,
        sleep: @escaping SummarizerFault.Sleep = { _ in }
    ) {
        self.upstream = upstream
        self.rate = rate
        self.seed = seed
        self.faults = faults
        self.sleep = sleep
    }

    /// All faults but the delay.
    public static let standardFaults: [SummarizerFault] = [
        .failure(.failed("injected")), .failure(.timedOut), .empty, .truncated, .inflated, .garbled,
    ]

    /// That of the summariser that is asked, the rate and the seed.
    public var identity: String { "\(upstream.identity) faulty \(rate) \(seed)" }

    /// That of the summariser that is asked.
    public var inputLimit: TokenCount { upstream.inputLimit }

    /// What goes wrong with a request; nil for most. O(bytes).
    public func fault(for request: SummaryRequest) -> SummarizerFault? {
        guard !faults.isEmpty else { return nil }
        let content = request.canonicalBytes.bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        var generator = SeededGenerator(seed: seed ^ SplitMix64.mixed(content))
        return generator.next(below: 1_000_000) < rate ? generator.choose(faults) : nil
    }

    /// The answer, or what goes wrong with this request.
    public func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer
    {
        guard let fault = fault(for: request) else { return try await upstream.summarize(request) }
        return try await fault.answer(request, from: upstream, sleep)
    }
}

extension SplitMix64 {
    fileprivate static func mixed(_ word: UInt64) -> UInt64 {
        var mixer = SplitMix64(state: word)
        return mixer.next()
    }
}
