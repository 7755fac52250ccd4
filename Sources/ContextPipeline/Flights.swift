import ContextModel

/// What is under way: a second request of the same key waits for the first.
actor Flights<Answer: Sendable> {
    private var tasks: [ContentDigest: Task<Answer, Never>] = [:]

    /// The answer under a key, made by the first who asks; and whether the caller was the first. It is
    /// made even if whoever asked has gone: on an executor, the usual one if that is nil.
    func answer(
        to key: ContentDigest, on executor: (any TaskExecutor)?,
        _ make: @escaping @Sendable () async -> Answer
    ) async -> (answer: Answer, isFirst: Bool) {
        if let task = tasks[key] { return (await task.value, false) }
        let task = Task(executorPreference: executor) { await make() }
        tasks[key] = task
        let answer = await task.value
        tasks[key] = nil
        return (answer, true)
    }
}
