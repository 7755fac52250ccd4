import ContextModel
import Summarization
import TestSupport
import Testing

@Suite struct FaultTests {
    let counter = WordTestCounter()
    var extract: ExtractiveSummarizer { ExtractiveSummarizer(counter: counter) }
    let request = SummaryRequest(
        history("U: move order_77 to bin_12 / A: moved, it is in bin_12"), budget: TokenCount(30))

    func outcome(
        _ summarizer: some Summarizer, _ request: SummaryRequest? = nil
    ) async -> Result<SummaryAnswer, SummarizerError> {
        do throws(SummarizerError) {
            return .success(try await summarizer.summarize(request ?? self.request))
        } catch { return .failure(error) }
    }

    @Test func `a script names the calls that go wrong`() async {
        let scripted = ScriptedSummarizer(extract, script: [2: .failure(.timedOut), 3: .empty])
        let sound = extract.summary(of: request)
        #expect(await outcome(scripted) == .success(sound))
        #expect(await outcome(scripted) == .failure(.timedOut))
        #expect(await outcome(scripted) == .success(SummaryAnswer("")))
        #expect(await outcome(scripted) == .success(sound))
        #expect(scripted.calls == 4)
        #expect(scripted.identity == extract.identity)
    }

    @Test(arguments: [SummarizerFault.empty, .truncated, .inflated, .garbled])
    func `the guard refuses every faulty answer`(fault: SummarizerFault) async throws {
        let scripted = ScriptedSummarizer(extract, script: [1: fault])
        let answer = try await scripted.summarize(request)
        guard case .rejected(let reason) = SummaryGuard(counter: counter).judge(answer, to: request)
        else {
            Issue.record("accepted: \(answer.text)")
            return
        }
        switch (fault, reason) {
        case (.empty, .empty), (.truncated, .incomplete), (.garbled, .garbled),
            (.inflated, .overBudget):
            break
        default: Issue.record("\(fault) was refused as \(reason)")
        }
    }

    @Test func `a delay waits as long as it says and then answers`() async {
        let waited = Waited()
        let scripted = ScriptedSummarizer(extract, script: [1: .delay(.seconds(90))]) {
            await waited.add($0)
        }
        #expect(await outcome(scripted) == .success(extract.summary(of: request)))
        #expect(await waited.total == .seconds(90))
    }

    @Test func `a delay that is cut short is cancelled`() async {
        let scripted = ScriptedSummarizer(extract, script: [1: .delay(.seconds(90))]) { _ in
            throw CancellationError()
        }
        #expect(await outcome(scripted) == .failure(.cancelled))
    }

    @Test func `which requests go wrong depends on their content and the seed alone`() async {
        let requests = (0..<60).map { number in
            SummaryRequest(history("U: move order_\(number)"), budget: TokenCount(30))
        }
        let faulty = FaultySummarizer(extract, rate: Share(millionths: 300_000), seed: 5)
        var forward: [Result<SummaryAnswer, SummarizerError>] = []
        for request in requests { forward.append(await outcome(faulty, request)) }
        var backward: [Result<SummaryAnswer, SummarizerError>] = []
        for request in requests.reversed() { backward.append(await outcome(faulty, request)) }
        #expect(forward == backward.reversed())
        let other = FaultySummarizer(extract, rate: Share(millionths: 300_000), seed: 6)
        #expect(requests.map { faulty.fault(for: $0) } != requests.map { other.fault(for: $0) })
    }

    /// A request goes wrong at each call by itself: of 40 calls of each of 50 requests about a fifth, and
    /// hardly a request always or never.
    @Test func `a transient fault passes when the request is made again`() async {
        let faulty = FaultySummarizer(
            extract, rate: Share(millionths: 200_000), seed: 3, isTransient: true)
        let again = FaultySummarizer(
            extract, rate: Share(millionths: 200_000), seed: 3, isTransient: true)
        var failures: [Int] = []
        for number in 0..<50 {
            let request = SummaryRequest(history("U: move order_\(number)"), budget: TokenCount(30))
            var failed = 0
            for repetition in 0..<40 {
                let answer = await outcome(faulty, request)
                #expect(await outcome(again, request) == answer)
                let isFault = faulty.fault(for: request, repetition: repetition) != nil
                #expect((answer != .success(extract.summary(of: request))) == isFault)
                failed += isFault ? 1 : 0
            }
            failures.append(failed)
        }
        #expect((300...500).contains(failures.reduce(0, +)))
        #expect(failures.allSatisfy { (1...20).contains($0) })
        #expect(
            faulty.identity
                != FaultySummarizer(extract, rate: Share(millionths: 200_000), seed: 3).identity)
    }

    @Test func `about the share of the rate goes wrong`() {
        let faulty = FaultySummarizer(extract, seed: 1)
        let faults = (0..<2000).compactMap { number in
            faulty.fault(for: SummaryRequest([Message(.user, "\(number)")], budget: TokenCount(3)))
        }
        #expect((150...250).contains(faults.count))
        #expect(Set(faults) == Set(FaultySummarizer.standardFaults))
        #expect(FaultySummarizer(extract, rate: .zero, seed: 1).fault(for: request) == nil)
        #expect(
            FaultySummarizer(extract, rate: Share(millionths: 1_000_000), seed: 1).fault(
                for: request) != nil)
        #expect(
            FaultySummarizer(extract, rate: Share(millionths: 1_000_000), seed: 1, faults: [])
                .fault(for: request)
                == nil)
    }
}

private actor Waited {
    private(set) var total = Duration.zero
    func add(_ duration: Duration) { total += duration }
}
