import Statistics
import Testing

/// The constants are those of Jennison and Turnbull, "Group Sequential Methods", table 2.3.
@Suite struct GroupSequentialBoundsTests {
    @Test(arguments: [
        (2, 0.05, 1.977), (3, 0.05, 2.004), (4, 0.05, 2.024), (5, 0.05, 2.040), (2, 0.01, 2.580),
        (3, 0.01, 2.595), (4, 0.01, 2.609), (5, 0.01, 2.621), (1, 0.05, 1.960),
    ])
    func `equally spaced looks have the published constants`(
        _ count: Int, _ alpha: Double, _ constant: Double
    ) throws {
        let bounds = GroupSequentialBounds(looks: (1...count).map { $0 * 12 }, alpha: alpha)
        let last = try #require(bounds.bounds.last)
        #expect(abs(last - constant) < 0.0006)
    }

    @Test func `four looks have the published bounds`() {
        let bounds = GroupSequentialBounds(looks: [12, 24, 36, 48], alpha: 0.01).bounds
        for (bound, published) in zip(bounds, [5.218, 3.690, 3.013, 2.609]) {
            #expect(abs(bound - published) < 0.001)
        }
    }

    /// Thrown motions leave the bounds as often as promised: the bounds of the looks that are used.
    @Test func `three looks err as often as they say`() {
        let bounds = GroupSequentialBounds(looks: [24, 36, 48], alpha: 0.05)
        var generator = SeededGenerator(seed: 5, name: "motions")
        var crossed = 0
        let trials = 4000
        for _ in 0..<trials {
            var sum = 0.0
            var hasCrossed = false
            for step in 1...48 {
                sum += generator.nextNormal()
                guard let look = bounds.looks.firstIndex(of: step) else { continue }
                let deviate = sum / Double(step).squareRoot()
                hasCrossed = hasCrossed || deviate.magnitude >= bounds.bounds[look]
            }
            crossed += hasCrossed ? 1 : 0
        }
        #expect(ProportionInterval.exact(crossed, of: trials, confidence: 0.999).contains(0.05))
    }
}
