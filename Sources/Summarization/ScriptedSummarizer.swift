public import ContextModel
internal import Synchronization

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
