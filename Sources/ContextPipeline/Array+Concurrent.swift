extension Array where Element: Sendable {
    /// What each element becomes, in order; a few at a time are under way.
    func concurrentMap<Result: Sendable>(
        atMost limit: Int, _ transform: @escaping @Sendable (Element) async throws -> Result
    ) async rethrows -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var waiting = Array<(offset: Int, element: Element)>(enumerated())[...]
            var results = [Result?](repeating: nil, count: count)
            func startNext() {
                guard let (index, element) = waiting.popFirst() else { return }
                group.addTask { (index, try await transform(element)) }
            }
            for _ in 0..<Swift.max(limit, 1) { startNext() }
            for try await (index, result) in group {
                results[index] = result
                startNext()
            }
            return results.compactMap(\.self)
        }
    }

    /// What each element becomes, in order: a batch after the other, the elements of a batch at once.
    package func batches<Result: Sendable>(
        of size: Int, _ transform: @escaping @Sendable (Element) async throws -> Result
    ) async rethrows -> [Result] {
        let size = Swift.max(size, 1)
        var results: [Result] = []
        for start in stride(from: 0, to: count, by: size) {
            let batch = Array(self[start..<Swift.min(start + size, count)])
            results += try await batch.concurrentMap(atMost: size, transform)
        }
        return results
    }
}
