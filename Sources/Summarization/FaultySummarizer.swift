public import ContextModel
internal import Statistics
private import Synchronization

/// A summariser that goes wrong for a seeded share of the requests and otherwise asks another.
///
/// Whether and how it goes wrong depends on the seed and on the request's content, so neither the order
/// of the calls nor their parallelism matters. Permanent faults depend on nothing else: asking again
/// helps nothing. Transient ones depend on how often the same request has been made, too: each call goes
/// wrong by itself, as with a provider that is now and then not to be reached.
public struct FaultySummarizer: Summarizer {
    /// Who is asked otherwise.
    public var upstream: any Summarizer
    /// Of a million requests, how many go wrong.
    public var rate: Int
    /// The seed.
    public var seed: UInt64
    /// What goes wrong, each equally likely; nothing if there is none.
    public var faults: [SummarizerFault]
    /// Whether the same request may go well when it is made again.
    public let isTransient: Bool
    private let sleep: SummarizerFault.Sleep
    private let calls = Calls()

    /// A faulty summariser; by default a tenth of the requests fail, come back empty, cut off, inflated
    /// or garbled, for good. The closure waits for delays.
    public init(
        _ upstream: any Summarizer, rate: Int = 100_000, seed: UInt64,
        faults: [SummarizerFault] = Self.standardFaults, isTransient: Bool = false,
        sleep: @escaping SummarizerFault.Sleep = { _ in }
    ) {
        self.upstream = upstream
        self.rate = rate
        self.seed = seed
        self.faults = faults
        self.isTransient = isTransient
        self.sleep = sleep
    }

    /// All faults but the delay.
    public static let standardFaults: [SummarizerFault] = [
        .failure(.failed("injected")), .failure(.timedOut), .empty, .truncated, .inflated, .garbled,
    ]

    /// That of the summariser that is asked, the rate and the seed.
    public var identity: String {
        "\(upstream.identity) faulty \(rate) \(seed)" + (isTransient ? " transient" : "")
    }

    /// That of the summariser that is asked.
    public var inputLimit: TokenCount { upstream.inputLimit }

    /// What goes wrong with a request that was made so often before; nil for most. Permanent faults are
    /// the same at every repetition. O(bytes).
    public func fault(for request: SummaryRequest, repetition: Int = 0) -> SummarizerFault? {
        fault(of: Self.digest(request), repetition: isTransient ? repetition : 0)
    }

    private func fault(of content: UInt64, repetition: Int) -> SummarizerFault? {
        guard !faults.isEmpty else { return nil }
        let call = SplitMix64.mixed(content) &+ UInt64(repetition)
        var generator = SeededGenerator(
            seed: seed ^ (repetition == 0 ? call : SplitMix64.mixed(call)))
        return generator.next(below: 1_000_000) < rate ? generator.choose(faults) : nil
    }

    /// FNV-1a of all that a request says.
    private static func digest(_ request: SummaryRequest) -> UInt64 {
        request.canonicalBytes.bytes.reduce(0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
    }

    /// The answer, or what goes wrong with this request.
    public func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer
    {
        let content = Self.digest(request)
        let repetition = isTransient ? calls.count(of: content) : 0
        guard let fault = fault(of: content, repetition: repetition) else {
            return try await upstream.summarize(request)
        }
        return try await fault.answer(request, from: upstream, sleep)
    }
}

extension SplitMix64 {
    fileprivate static func mixed(_ word: UInt64) -> UInt64 {
        var mixer = SplitMix64(state: word)
        return mixer.next()
    }
}

/// How often each request was made.
private final class Calls: Sendable {
    private let counts = Mutex<[UInt64: Int]>([:])

    /// The most requests that are told apart: a bound on memory, far above what a replay makes. Beyond
    /// it a new request is taken for one that was never made.
    private static let most = 1_000_000

    /// How often a request was made before; this time counts from now on.
    func count(of content: UInt64) -> Int {
        counts.withLock { counts in
            let before = counts[content] ?? 0
            if before > 0 || counts.count < Self.most { counts[content] = before + 1 }
            return before
        }
    }
}
