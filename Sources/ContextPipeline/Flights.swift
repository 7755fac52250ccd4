import ContextModel

/// The requests for summaries that are under way: a second request of the same key waits for the first.
actor Flights {
    private var tasks: [ContentDigest: Task<Summary, Never>] = [:]

    /// The answer under a key, made by the first who asks; and whether the caller was the first.
    func answer(
        to key: ContentDigest, _ make: @escaping @Sendable () async -> Summary
    ) async -> (summary: Summary, isFirst: Bool) {
        if let task = tasks[key] { return (await task.value, false) }
        let task = Task { await make() }
        tasks[key] = task
        let summary = await task.value
        tasks[key] = nil
        return (summary, true)
    }
}
