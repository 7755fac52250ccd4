public import ContextModel
internal import Statistics
internal import Synchronization

/// A summariser that goes wrong for a seeded share of the requests and otherwise asks another.
///
/// Whether and how it goes wrong depends on the seed and on the request's content, so neither the order
/// of the calls nor their parallelism matters. Permanent faults depend on nothing else: asking again
/// helps nothing. Transient ones depend on how often the same request has been made, too: each call goes
/// wrong by itself, as with a provider that is now and then not to be reached.
public struct FaultySummarizer: Summarizer {
    /// Who is asked otherwise.
    public var upstream: any Summarizer
    /// How many of the requests go wrong.
    public var rate: Share
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
        _ upstream: any Summarizer, rate: Share = Share(millionths: 100_000), seed: UInt64,
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
        "\(upstream.identity) faulty \(rate.millionths) \(seed)" + (isTransient ? " transient" : "")
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
        return generator.next(below: 1_000_000) < rate.millionths ? generator.choose(faults) : nil
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

/// What may go wrong with a summariser, on purpose.
public enum SummarizerFault: Hashable, Sendable {
    /// It throws.
    case failure(SummarizerError)
    /// It answers after a while, if the caller still waits.
    case delay(Duration)
    /// It answers with nothing.
    case empty
    /// It stops in the middle of its answer.
    case truncated
    /// It answers with more than it was given.
    case inflated
    /// It answers with signs that are no text.
    case garbled

    /// Waits; throws when the caller gives up.
    public typealias Sleep = @Sendable (Duration) async throws -> Void

    /// The answer with the fault, made from a sound one.
    func answer(
        _ request: SummaryRequest, from upstream: any Summarizer, _ sleep: Sleep
    ) async throws(SummarizerError) -> SummaryAnswer {
        switch self {
        case .failure(let error): throw error
        case .delay(let duration):
            do { try await sleep(duration) } catch { throw .cancelled }
            return try await upstream.summarize(request)
        case .empty: return SummaryAnswer("")
        case .truncated:
            let text = try await upstream.summarize(request).text
            return SummaryAnswer(String(text.prefix(text.count / 2)), isComplete: false)
        case .inflated:
            let text = TranscriptText(request.messages).text
            return SummaryAnswer("In full: " + text + "\nAgain: " + text)
        case .garbled: return SummaryAnswer("\u{FFFD}\u{1}\u{FFFD}\u{2} \u{FFFD}")
        }
    }
}

/// A summariser that goes wrong at the calls that a script names and otherwise asks another.
///
/// Calls are numbered from 1 in the order they arrive; for faults that do not depend on the order see
/// `FaultySummarizer`.
public final class ScriptedSummarizer: Summarizer {
    private let upstream: any Summarizer
    private let script: [Int: SummarizerFault]
    private let sleep: SummarizerFault.Sleep
    private let arrived = Mutex(0)

    /// A summariser with a script by call number; the closure waits for delays.
    public init(
        _ upstream: any Summarizer, script: [Int: SummarizerFault],
        sleep: @escaping SummarizerFault.Sleep = { _ in }
    ) {
        self.upstream = upstream
        self.script = script
        self.sleep = sleep
    }

    /// That of the summariser that is asked: a fault is no other summariser.
    public var identity: String { upstream.identity }

    /// That of the summariser that is asked.
    public var inputLimit: TokenCount { upstream.inputLimit }

    /// How many calls there were.
    public var calls: Int { arrived.withLock { $0 } }

    /// The answer, or what the script says for this call.
    public func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer
    {
        let call = arrived.withLock { count in
            count += 1
            return count
        }
        guard let fault = script[call] else { return try await upstream.summarize(request) }
        return try await fault.answer(request, from: upstream, sleep)
    }
}
