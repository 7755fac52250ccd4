import ContextModel
import Corpus
import Evaluation
import Synchronization
import Testing
import class Foundation.Thread

@Suite struct RunnerTests {
    private let plan: Plan

    init() throws {
        let text = """
            name: x
            seed: 7
            repetitions: 2
            axes:
              counter: [cl100k_base, characters/4, characters/3.8]
              cache.count: [on, off]
              context.limit: [20, 50%]

            """
        let matrix = try Matrix(
            yaml: Array(text.utf8), file: "m.yaml", corpora: ["a", "b"], check: SettingAxes())
        plan = try Plan(matrix, corpora: corpora("a", "b"))
    }

    private func runner(done: Set<String> = [], workers: Int = 1) -> Runner {
        Runner(
            plan.cells, done: done, buildFingerprint: "f", hasher: PlainHasher(), workers: workers)
    }

    private func replayer(_ corpus: CorpusIdentity) -> CorpusReplayer {
        CorpusReplayer(
            corpus.name == "a" ? [SmallTalk.long] : [SmallTalk.short, SmallTalk.long],
            environment: .words())
    }

    /// Runs to the end and returns what came.
    private func outcome(_ runner: Runner) async throws -> Received {
        let received = Received()
        let isComplete = try await runner.run(
            into: received, replayer: replayer, proceed: { _ in true })
        #expect(isComplete)
        return received
    }

    @Test func `cells are replayed in the order of the plan`() async throws {
        let received = try await outcome(runner())
        #expect(received.all.map(\.cell) == plan.cells)
        #expect(received.all.count == 2 * 12 * 2)
        #expect(received.all.map(\.key) == runner().cells.map(\.key))
    }

    @Test func `what is done is not replayed again`() async throws {
        let keys = runner().cells.map(\.key)
        let done = Set(keys.enumerated().filter { $0.offset % 3 == 0 }.map(\.element))
        let received = try await outcome(runner(done: done))
        #expect(received.all.map(\.key) == keys.filter { !done.contains($0) })
        let nothing = try await outcome(runner(done: Set(keys)))
        #expect(nothing.all.isEmpty)
    }

    @Test func `a cell that fails is recorded and the run goes on`() async throws {
        let received = try await outcome(runner())
        let failed = received.all.filter { $0.error != nil }
        let unknown = plan.cells.filter { $0.value(of: "counter") == "characters/3.8" }
        #expect(failed.map(\.cell) == unknown)
        #expect(Set(failed.map(\.error)) == ["there is no counter 'characters/3.8'"])
    }

    @Test(arguments: [1, 4])
    func `a run that may not go on keeps what is done`(workers: Int) async throws {
        let received = Received()
        let asked = Atomic(0)
        let isComplete = try await runner(workers: workers).run(
            into: received, replayer: replayer,
            proceed: { _ in asked.wrappingAdd(1, ordering: .relaxed).newValue <= 5 })
        #expect(!isComplete)
        #expect(asked.load(ordering: .relaxed) == 6)
        #expect(Set(received.all.map(\.cell)) == Set(plan.cells.prefix(5)))
        let rest = try await outcome(runner(done: Set(received.all.map(\.key))))
        #expect(rest.all.map(\.cell) == Array(plan.cells.dropFirst(5)))
    }

    @Test func `a run that may not begin leaves nothing`() async throws {
        let received = Received()
        let isComplete = try await runner().run(
            into: received, replayer: replayer, proceed: { _ in false })
        #expect(!isComplete)
        #expect(received.all.isEmpty)
    }

    @Test(arguments: [2, 4, 64])
    func `the number of workers changes no result`(workers: Int) async throws {
        let one = try await outcome(runner()).deterministic
        let many = try await outcome(runner(workers: workers)).deterministic
        #expect(one == many)
        #expect(one.count == plan.cells.count)
    }

    /// So its CPU time is that thread's.
    @Test func `what a worker does is done by one thread, whatever it waits for`() async throws {
        let threads = Mutex<Set<ObjectIdentifier>>([])
        let pauses = Atomic(0)
        let note: @Sendable () -> Void = {
            threads.withLock { _ = $0.insert(ObjectIdentifier(Thread.current)) }
        }
        var environment = RandomMatrix.environment
        environment.cpu = {
            note()
            return 0
        }
        environment.makeSummarizer = { _, _ in
            Pausing {
                note()
                pauses.add(1, ordering: .relaxed)
            }
        }
        let received = try await summarized(environment)
        #expect(received.all.allSatisfy { $0.error == nil } && received.all.count == 4)
        #expect(pauses.load(ordering: .relaxed) > 20)
        #expect((1...2).contains(threads.withLock { $0.count }))
    }

    /// What several summaries at once leave in a small cache hangs on which comes first.
    @Test func `answers that are under way together come in the same order in every run`()
        async throws
    {
        var environment = RandomMatrix.environment
        environment.makeSummarizer = { _, _ in Pausing {} }
        let one = try await summarized(environment).deterministic
        for _ in 0..<5 {
            #expect(try await summarized(environment).deterministic == one)
        }
    }

    /// Replays two policies in both modes with a summariser, a few summaries remembered.
    private func summarized(_ environment: MeasurementEnvironment) async throws -> Received {
        let replayer = CorpusReplayer(RandomMatrix(seed: 1).transcripts, environment: environment)
        let cells = ["full", "chunked"].flatMap { policy in
            ReplayMode.allCases.map { mode in
                cell(
                    [
                        "management": policy, "context.limit": "30%", "counter": "cl100k_base",
                        "cache.context.entries": "3",
                    ], mode: mode)
            }
        }
        let runner = Runner(
            cells, done: [], buildFingerprint: "f", hasher: PlainHasher(), workers: 2)
        let received = Received()
        _ = try await runner.run(
            into: received, replayer: { _ in replayer }, proceed: { _ in true })
        return received
    }

    @Test(arguments: [1, 4])
    func `each corpus is asked for once, and not if all of it is done`(workers: Int) async throws {
        var asked: [String] = []
        let received = Received()
        _ = try await runner(workers: workers).run(
            into: received,
            replayer: { corpus in
                asked.append(corpus.name)
                return replayer(corpus)
            }, proceed: { _ in true })
        #expect(asked == ["a", "b"])
        asked = []
        let done = Set(received.all.filter { $0.cell.corpus.name == "a" }.map(\.key))
        _ = try await runner(done: done, workers: workers).run(
            into: Received(),
            replayer: { corpus in
                asked.append(corpus.name)
                return replayer(corpus)
            }, proceed: { _ in true })
        #expect(asked == ["b"])
    }

    @Test func `a corpus that cannot be had ends the run, as does a sink that fails`() async {
        struct Gone: Error {}
        await #expect(throws: Gone.self) {
            try await runner().run(
                into: Received(), replayer: { _ in throw Gone() }, proceed: { _ in true })
        }
        await #expect(throws: Received.Full.self) {
            try await runner(workers: 2).run(
                into: Received(capacity: 3), replayer: replayer, proceed: { _ in true })
        }
    }
}

/// A summariser that lets others go first.
private struct Pausing: Summarizer {
    let identity = "pausing"
    let inputLimit = TokenCount(1000)
    let tell: @Sendable () -> Void

    func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer {
        tell()
        // Some more than others.
        for _ in 0..<request.messages.count % 4 { await Task.yield() }
        return SummaryAnswer("so far")
    }
}

@Suite struct PlanCheckTests {
    private func refusal(_ settings: [String: String]...) throws -> String? {
        var matrix = Matrix(name: "x", axes: [])
        let names = Set(settings.flatMap(\.keys)).sorted()
        matrix.axes = names.map { name in
            Matrix.Axis(name: name, values: settings.compactMap { $0[name] })
        }
        let plan = try Plan(matrix, corpora: corpora("a"))

        do {
            try plan.check()
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `what can be replayed passes`() throws {
        #expect(
            try refusal(["risk.caution": "0.5", "context.limit": "30%", "replay.gap": "1h"]) == nil)
    }

    @Test func `settings that break each other are refused with the configuration`() throws {
        let message = try refusal(["risk.caution": "0.75", "risk.warning": "0.72"])
        #expect(
            message?.hasPrefix("configuration risk.caution=0.75 risk.warning=0.72: ") == true)
        #expect(message?.contains("setting risk.warning: '0.72' is refused: expected 0.75") == true)
    }

    @Test func `only the combination that is refused is named`() throws {
        let message = try refusal(
            ["risk.caution": "0.5", "risk.warning": "0.8"],
            ["risk.caution": "0.75", "risk.warning": "0.72"])
        #expect(
            message?.hasPrefix("configuration risk.caution=0.75 risk.warning=0.72: ") == true)
    }

    @Test func `a setting, limit or gap that does not exist is named`() throws {
        #expect(try refusal(["colour": "red"])?.contains("no setting 'colour'") == true)
        #expect(
            try refusal(["replay.gap": "soon"])?.contains("replay.gap: 'soon' is refused") == true)
        let limit = try refusal(["context.limit": "much"])
        #expect(
            limit?.hasPrefix("configuration context.limit=much: context.limit: 'much' is refused")
                == true)
    }
}

/// Keeps what a run hands over.
private final class Received: ResultSink {
    struct Entry {
        let cell: Cell
        let key: String
        let measurements: [Measurement]
        let error: String?
    }

    struct Full: Error {}

    private let entries = Mutex<[Entry]>([])
    private let capacity: Int

    init(capacity: Int = .max) { self.capacity = capacity }

    var all: [Entry] { entries.withLock { $0 } }

    /// The deterministic measurements of the cells, by key.
    var deterministic: [String: [Measurement]] {
        Dictionary(
            uniqueKeysWithValues: all.map { entry in
                let fixed = entry.measurements.filter {
                    $0.metric.metricClass == .deterministic || $0.metric.metricClass == .counter
                }
                return (entry.key, fixed)
            })
    }

    func record(_ result: CellResult) throws {
        try add(
            Entry(
                cell: result.cell, key: result.key, measurements: result.measurements, error: nil))
    }

    func recordFailure(_ cell: Cell, key: String, error: String) throws {
        try add(Entry(cell: cell, key: key, measurements: [], error: error))
    }

    private func add(_ entry: Entry) throws {
        try entries.withLock { entries in
            guard entries.count < capacity else { throw Full() }
            entries.append(entry)
        }
    }
}
