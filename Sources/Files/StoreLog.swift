internal import ContextModel

/// What happened to a store, and the first thing that went wrong.
struct StoreLog: Sendable {
    var counters = StoreCounters()
    private var firstProblem: StorageError?
    private var isTold = false

    /// Counts a failure, and keeps the first one's words.
    mutating func fail(_ error: any Error, at path: String) {
        counters.failures += 1
        guard firstProblem == nil else { return }
        firstProblem =
            error as? StorageError
            ?? StorageError(path: path, problem: "\(error)", remedy: "check the path and the disk")
    }

    /// The first error; nil once it was reported.
    mutating func takeProblem() -> StorageError? {
        guard !isTold, let firstProblem else { return nil }
        isTold = true
        return firstProblem
    }
}
