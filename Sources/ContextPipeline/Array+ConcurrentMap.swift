extension Array where Element: Sendable {
    /// What each element becomes, in order; a few at a time are under way.
    func concurrentMap<Result: Sendable>(
        atMost limit: Int, _ transform: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            var waiting = Array<(offset: Int, element: Element)>(enumerated())[...]
            var results = [Result?](repeating: nil, count: count)
            func startNext() {
                guard let (index, element) = waiting.popFirst() else { return }
                group.addTask { (index, await transform(element)) }
            }
            for _ in 0..<Swift.max(limit, 1) { startNext() }
            for await (index, result) in group {
                results[index] = result
                startNext()
            }
            return results.compactMap(\.self)
        }
    }
}
