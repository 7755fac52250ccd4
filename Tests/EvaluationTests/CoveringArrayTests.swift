import Evaluation
import Testing

@Suite struct CoveringArrayTests {
    private func matrix(
        _ combine: Matrix.Combination, axes: Int, values: Int, seed: UInt64 = 0
    ) -> Matrix {
        var matrix = Matrix(
            name: "m",
            axes: (0..<axes).map { axis in
                Matrix.Axis(name: "a\(axis)", values: (0..<values).map { "\($0)" })
            })
        matrix.combine = combine
        matrix.seed = seed
        return matrix
    }

    /// The choices of values for groups of axes that stand together in some configuration.
    private func covered(_ configurations: [[AxisValue]], _ strength: Int) -> Set<String> {
        var covered: Set<String> = []
        for configuration in configurations {
            var groups: [[AxisValue]] = [[]]
            for pair in configuration { groups += groups.map { $0 + [pair] } }
            for group in groups where group.count == strength {
                covered.insert(group.map { "\($0.axis)=\($0.value)" }.joined(separator: " "))
            }
        }
        return covered
    }

    @Test(arguments: [(3, 2), (4, 3), (7, 3), (10, 2), (5, 5)])
    func `every pair of values stands in a configuration`(axes: Int, values: Int) throws {
        let configurations = try matrix(.pairs, axes: axes, values: values).configurations()
        let pairs = axes * (axes - 1) / 2 * values * values
        #expect(covered(configurations, 2).count == pairs)
        #expect(Set(configurations).count == configurations.count)
        // Never fewer than the two largest axes need, and far fewer than the product.
        #expect(configurations.count >= values * values)
        #expect(configurations.count <= 2 * values * values + 3 * axes)
    }

    @Test func `every triple of values stands in a configuration`() throws {
        let configurations = try matrix(.triples, axes: 6, values: 3).configurations()
        #expect(covered(configurations, 3).count == 20 * 27)
        #expect(configurations.count < 90)
    }

    @Test func `thirteen axes of three values need few configurations`() throws {
        // The full product has 1,594,323; published tools need 17 to 21.
        #expect(try matrix(.pairs, axes: 13, values: 3).configurations().count <= 24)
    }

    @Test func `what is excluded is not there, and all else that can be is`() throws {
        var matrix = matrix(.pairs, axes: 5, values: 3)
        var rule = CellRule()
        rule.allow("0", of: "a0")
        rule.allow("0", of: "a1")
        rule.allow("1", of: "a1")
        matrix.exclude = [rule]
        let covered = covered(try matrix.configurations(), 2)
        #expect(covered.count == 10 * 9 - 2)
        #expect(!covered.contains("a0=0 a1=0") && !covered.contains("a0=0 a1=1"))
    }

    @Test func `the same seed gives the same configurations`() throws {
        let first = try matrix(.pairs, axes: 8, values: 3, seed: 5).configurations()
        #expect(try first == matrix(.pairs, axes: 8, values: 3, seed: 5).configurations())
        #expect(try first != matrix(.pairs, axes: 8, values: 3, seed: 6).configurations())
    }

    @Test(arguments: [
        (Matrix.Combination.pairs, 3, 1_000, 3_000_000),
        (.triples, 4, 200, 32_000_000), (.triples, 30, 20, 32_480_000),
        (.triples, 70, 100_000, .max),
    ])
    func `what takes too long to find is refused with its number, before anything is tried`(
        combine: Matrix.Combination, axes: Int, values: Int, choices: Int
    ) throws {
        let error = try #require(throws: PlanError.self) {
            try matrix(combine, axes: axes, values: values).configurations()
        }
        #expect(error == .tooManyCombinations(choices, of: combine))
        #expect(error.description.contains("\(choices) \(combine.rawValue) of values"))
    }

    @Test func `where nothing can be but one combination, the rest is given up`() throws {
        // Each choice of two values is tried thirty times, in vain.
        var matrix = matrix(.pairs, axes: 6, values: 3)
        for value in ["1", "2"] {
            for axis in 0..<6 {
                var rule = CellRule()
                rule.allow(value, of: "a\(axis)")
                matrix.exclude.append(rule)
            }
        }
        let found = try matrix.configurations()
        #expect(found.count == 1 && found[0].allSatisfy { $0.value == "0" })
    }
}
