import Backends
import Testing

@Suite struct BackoffTests {
    private func pauses(
        seed: UInt64, request: String = "r", wish: Duration? = nil
    ) -> [Duration] {
        var retries = Endpoint.Retries()
        retries.limit = 6
        retries.firstPause = .seconds(1)
        retries.longestPause = .seconds(10)
        retries.seed = seed
        var backoff = Backoff(retries, request: request)
        var pauses: [Duration] = []
        while let pause = backoff.next(wish: wish) { pauses.append(pause) }
        return pauses
    }

    @Test(arguments: UInt64(0)..<20)
    func `pauses double up to the longest, each between half and all`(seed: UInt64) {
        let full: [Duration] = [1, 2, 4, 8, 10, 10].map { .seconds($0) }
        let pauses = pauses(seed: seed)
        #expect(pauses.count == full.count)
        for (pause, full) in zip(pauses, full) { #expect((full / 2...full).contains(pause)) }
    }

    @Test func `the jitter is the seed's and the request's`() {
        #expect(pauses(seed: 1) == pauses(seed: 1))
        #expect(pauses(seed: 1) != pauses(seed: 2))
        #expect(pauses(seed: 1) != pauses(seed: 1, request: "another"))
    }

    @Test func `a wish is heeded up to the longest pause`() {
        #expect(pauses(seed: 1, wish: .seconds(9)).prefix(3).allSatisfy { $0 == .seconds(9) })
        #expect(pauses(seed: 1, wish: .seconds(3600)).allSatisfy { $0 == .seconds(10) })
    }
}
