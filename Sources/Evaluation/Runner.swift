package import ContextModel
private import Dispatch
private import Foundation
private import Synchronization

/// Replays the cells of a plan, corpus by corpus, several at a time if asked to.
package struct Runner: Sendable {
    /// Counts up when what is measured changes, so that old cells are not taken for done.
    package static let benchmarkVersion = 4
    /// The first version of which databases can still be read: cells before it had repetitions.
    package static let oldestBenchmarkVersion = 4

    /// The cells still to be replayed, in order, with their keys.
    package let cells: [(cell: Cell, key: String)]
    /// How many are replayed at once.
    package let workers: Int
    /// How often each is timed.
    package let repetitions: Int

    /// A runner for those of some cells of a plan, in its order, that are not done yet.
    package init(
        _ planned: [Cell], done: Set<String>, buildFingerprint: String, hasher: any ContentHasher,
        workers: Int = 1, repetitions: Int = 1
    ) {
        precondition(workers > 0 && repetitions > 0, "somebody has to work, at least once")
        cells = planned.map { cell in
            let key = cell.key(
                buildFingerprint: buildFingerprint, benchmarkVersion: Self.benchmarkVersion,
                hasher: hasher)
            return (cell, key)
        }.filter { !done.contains($0.key) }
        self.workers = workers
        self.repetitions = repetitions
    }

    /// Replays all cells. `replayer` gives the corpus of a name; it is asked once for each corpus
    /// in turn, and only one is held at a time. Each cell is handed to the sink when it is done,
    /// one after the other; `proceed` is asked before each cell and ends the run by false. Returns
    /// whether all cells were replayed; throws what `replayer` or the sink throw.
    package func run(
        into sink: any ResultSink, replayer: (CorpusIdentity) throws -> CorpusReplayer,
        proceed: (Cell) -> Bool
    ) async throws -> Bool {
        var start = 0
        while start < cells.count {
            let corpus = cells[start].cell.corpus
            let end = cells[start...].firstIndex { $0.cell.corpus != corpus } ?? cells.count
            let replayer = try replayer(corpus)
            guard try await run(cells[start..<end], on: replayer, into: sink, proceed) else {
                return false
            }
            start = end
        }
        return true
    }

    private func run(
        _ cells: ArraySlice<(cell: Cell, key: String)>, on replayer: CorpusReplayer,
        into sink: any ResultSink, _ proceed: (Cell) -> Bool
    ) async throws -> Bool {
        let threads = (0..<workers).map { _ in WorkerThread() }
        defer { for thread in threads { thread.stop() } }
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            var waiting = cells
            var isGoingOn = true
            let repetitions = repetitions
            func startNext(_ thread: WorkerThread) {
                guard let next = waiting.first, isGoingOn else { return }
                isGoingOn = proceed(next.cell)
                guard isGoingOn else { return }
                waiting = waiting.dropFirst()
                group.addTask(executorPreference: thread) {
                    await Outcome(
                        next.cell, next.key, on: replayer, repetitions: repetitions, thread)
                }
            }
            for thread in threads { startNext(thread) }
            while let outcome = try await group.next() {
                try outcome.record(in: sink)
                startNext(outcome.thread)
            }
            return isGoingOn
        }
    }
}

/// A cell that was replayed, or could not be.
private struct Outcome: Sendable {
    private let cell: Cell
    private let key: String
    private let result: Result<CellResult, TrialError>
    /// Where it was replayed.
    let thread: WorkerThread

    init(
        _ cell: Cell, _ key: String, on replayer: CorpusReplayer, repetitions: Int,
        _ thread: WorkerThread
    ) async {
        self.thread = thread
        self.cell = cell
        self.key = key
        do throws(TrialError) {
            result = .success(
                try await replayer.run(cell, key: key, repetitions: repetitions, on: thread))
        } catch {
            result = .failure(error)
        }
    }

    func record(in sink: any ResultSink) throws {
        switch result {
        case .success(let result): try sink.record(result)
        case .failure(let error):
            try sink.recordFailure(cell, key: key, error: error.description)
        }
    }
}

/// A thread that runs everything of the tasks that prefer it, one job after the other.
///
/// Tasks go on in any thread otherwise, so a thread's clock would run backwards, and the process' clock
/// counts what other workers do meanwhile. With a thread of its own each worker has a CPU clock of its
/// own. What a task waits for runs elsewhere, a server's answer for instance, and is not counted.
final class WorkerThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let isThereWork = DispatchSemaphore(value: 0)
    /// What the main thread of a process has: parsers may recurse.
    private static let stackSize = 8 << 20

    /// Begins to wait for jobs.
    init() {
        let thread = Thread { self.work() }
        thread.stackSize = Self.stackSize
        thread.name = "replay"
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        isThereWork.signal()
    }

    /// Ends the thread. No task may prefer it any longer.
    func stop() { isThereWork.signal() }

    private func work() {
        while true {
            isThereWork.wait()
            let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let job else { return }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
