private import Dispatch
private import Foundation
private import Synchronization

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
